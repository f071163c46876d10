import Foundation
import ValenceNetworks
import ValenceText

/// Trains a language model over the texts of a corpus, cut into segments, in batches of like length.
struct LanguageModelTrainer {
    struct Settings: Codable, Sendable {
        var epochs: Int
        /// Segments a step.
        var batchSize = 32
        var learningRate = 2e-3
        var segmentLength = 100

        init(epochs: Int) { self.epochs = epochs }
    }

    /// The share of values left out, of word vectors and of states.
    static let dropout: Float = 0.1

    /// One segment in this many judges the model and teaches it nothing.
    private static let heldOutShare = 50

    /// What two runs must share for one to go on from the other.
    private struct Shape: Codable {
        let network: NetworkConfiguration
        let precision: Precision
        let settings: Settings
        let seed: UInt64
    }

    /// What a checkpoint keeps beside the numbers.
    private struct State: Codable {
        let losses: [Double]
        let step, optimizerSteps, outputOptimizerSteps: Int
    }

    private let settings: Settings
    private let checkpoint: Checkpoint?
    private let resumes: Bool
    private let model: LanguageModel
    private let seed: UInt64
    private let threads: Int
    private let isCancelled: @Sendable () -> Bool
    private let onEvent: @Sendable (TrainingEvent) -> Void
    private let tokens: [Int32]
    private let training: [Range<Int>]
    private let heldOut: [Range<Int>]

    /// - Parameters:
    ///   - tokens: all texts' ids, one text behind the other.
    ///   - ends: where each text ends.
    ///   - checkpointPath: nil for none.
    ///   - resumes: whether to go on from the checkpoint, if there is one.
    init(
        _ model: LanguageModel, tokens: [Int32], ends: [Int], settings: Settings, seed: UInt64, threads: Int,
        checkpointPath: String?, resumes: Bool, isCancelled: @escaping @Sendable () -> Bool,
        onEvent: @escaping @Sendable (TrainingEvent) -> Void
    ) throws {
        self.model = model
        self.resumes = resumes
        checkpoint = try checkpointPath.map { path in
            try Checkpoint(
                path: path,
                settings: Shape(
                    network: model.network.configuration, precision: model.network.precision, settings: settings,
                    seed: seed),
                data: Checkpoint.digest([tokens, ends.map { Int32(truncatingIfNeeded: $0) }]))
        }
        self.tokens = tokens
        self.settings = settings
        self.seed = seed
        self.threads = threads
        self.isCancelled = isCancelled
        self.onEvent = onEvent
        var segments = Segments.cut(ends: ends, length: settings.segmentLength)
        var random = RandomStream(seed: seed, .split)
        random.shuffle(&segments)
        let count = segments.count > 1 ? max(1, segments.count / Self.heldOutShare) : 0
        heldOut = Array(segments.prefix(count))
        training = Array(segments.dropFirst(count))
    }

    /// Trains the model's network in place.
    /// - Returns: the mean −log p of a held-out token after each epoch.
    /// - Throws: `ModelsError.diverged` at a loss that is not finite; `CancellationError` when stopped in the first epoch.
    func run() throws -> [Double] {
        let batchesPerEpoch = max(1, (training.count + settings.batchSize - 1) / settings.batchSize)
        let schedule = LearningRateSchedule(
            peak: settings.learningRate, stepCount: settings.epochs * batchesPerEpoch, warmUp: 0.05)
        var optimizer = AdamOptimizer(model.network.parameters.layout)
        var outputOptimizer = AdamOptimizer(model.outputs.layout)
        var losses: [Double] = []
        var step = 0
        let stores = [
            ("parameters", model.network.parameters), ("first", optimizer.firstMoment),
            ("second", optimizer.secondMoment), ("outputs", model.outputs),
            ("outputs.first", outputOptimizer.firstMoment), ("outputs.second", outputOptimizer.secondMoment),
        ].map { (name: $0.0, store: $0.1) }
        if resumes, let checkpoint, let state = try checkpoint.load(State.self, into: stores) {
            losses = state.losses
            step = state.step
            optimizer.stepCount = state.optimizerSteps
            outputOptimizer.stepCount = state.outputOptimizerSteps
            model.network.parametersChanged()
            onEvent(checkpoint.goingOn(behind: losses.count))
        }
        for epoch in stride(from: losses.count + 1, through: settings.epochs, by: 1) {
            let start = ContinuousClock.now
            var random = RandomStream(seed: seed, .shuffle, epoch: epoch)
            let batches = LengthBuckets.shuffled(
                Array(training.indices), lengths: training.map(\.count), batchSize: settings.batchSize, random: &random)
            var (lossSum, count, read) = (0.0, 0, 0)
            for (number, batch) in batches.enumerated() {
                if isCancelled() {
                    guard !losses.isEmpty else { throw CancellationError() }
                    return losses
                }
                let result = model.gradient(
                    of: batch.map { tokens[training[$0]] },
                    dropout: DropoutKey(seed: seed, epoch: epoch, batch: number), threads: threads)
                guard result.lossSum.isFinite else {
                    throw ModelsError.diverged(
                        "epoch \(epoch), batch \(number + 1): the loss is not a finite number; lower --learning-rate")
                }
                let rate = schedule.rate(at: step)
                step += 1
                _ = optimizer.step(model.network, result.gradient, learningRate: rate, threads: threads)
                _ = outputOptimizer.step(model.outputs, result.outputGradient, learningRate: rate, threads: threads)
                lossSum += result.lossSum
                count += result.count
                read += batch.reduce(0) { $0 + training[$1].count }
                let seconds = (ContinuousClock.now - start).seconds
                onEvent(
                    .progress(
                        TrainingProgress(
                            kind: .bilstm, stage: "language model", epoch: epoch, epochs: settings.epochs,
                            fractionDone: Double(number + 1) / Double(batches.count), loss: lossSum / Double(count),
                            tokensPerSecond: Double(read) / max(seconds, 1e-9),
                            secondsLeft: seconds / Double(number + 1)
                                * Double(batches.count - number - 1 + (settings.epochs - epoch) * batches.count))))
            }
            losses.append(heldOutLoss())
            onEvent(
                .note(
                    "language model: epoch \(epoch)  loss \(rounded(lossSum / Double(max(count, 1))))  held out "
                        + "\(rounded(losses[losses.count - 1]))  \(Int((ContinuousClock.now - start).seconds)) s"))
            try checkpoint?.save(
                State(
                    losses: losses, step: step, optimizerSteps: optimizer.stepCount,
                    outputOptimizerSteps: outputOptimizer.stepCount), stores)
        }
        return losses
    }

    private func heldOutLoss() -> Double {
        var (lossSum, count) = (0.0, 0)
        for start in stride(from: 0, to: heldOut.count, by: settings.batchSize) {
            let batch = heldOut[start..<min(start + settings.batchSize, heldOut.count)]
            let result = model.gradient(of: batch.map { tokens[$0] }, dropout: nil, threads: threads)
            lossSum += result.lossSum
            count += result.count
        }
        return lossSum / Double(max(count, 1))
    }

    private func rounded(_ value: Double) -> String { String(format: "%.3f", value) }
}
