import Foundation
import ValenceNetworks

/// Trains word vectors over all texts, cut into pieces, by stochastic gradient descent with a rate that falls linearly to 0.
struct SkipGramTrainer {
    struct Settings: Codable, Sendable {
        var epochs: Int
        /// Pieces a step.
        var batchSize: Int
        var learningRate: Double
        /// Tokens of a text that are read in one piece, before frequent ones are skipped.
        var segmentLength: Int
        /// Numbers a vector holds.
        var size: Int
        var skipGram: SkipGram.Settings

        /// What a user did not choose.
        init(_ options: PretrainingOptions) {
            epochs = options.epochs ?? 5
            batchSize = options.batchSize ?? 16
            learningRate = Double(options.learningRate ?? 0.05)
            segmentLength = options.segmentLength ?? 100
            size = options.embeddingSize ?? 128
            let subsampling = options.subsampling ?? 1e-4
            skipGram = SkipGram.Settings(
                window: options.window ?? 5, negatives: options.negatives ?? 5,
                subsampling: subsampling > 0 ? subsampling : nil)
        }
    }

    /// What two runs must share for one to go on from the other.
    private struct Shape: Codable {
        let settings: Settings
        let seed: UInt64
    }

    /// What a checkpoint keeps beside the numbers.
    private struct State: Codable {
        let losses: [Double]
    }

    let model: SkipGram
    private let settings: Settings
    private let checkpoint: Checkpoint?
    private let options: PretrainingOptions
    private let tokens: [Int32]
    private let segments: [Range<Int>]
    private let isCancelled: @Sendable () -> Bool
    private let onEvent: @Sendable (TrainingEvent) -> Void

    init(
        _ texts: PretrainingRun.Texts, settings: Settings, options: PretrainingOptions,
        isCancelled: @escaping @Sendable () -> Bool, onEvent: @escaping @Sendable (TrainingEvent) -> Void
    ) throws {
        self.settings = settings
        self.options = options
        self.isCancelled = isCancelled
        self.onEvent = onEvent
        tokens = texts.tokens
        segments = Segments.cut(ends: texts.ends, length: settings.segmentLength)
        model = SkipGram(
            counts: texts.counts, size: settings.size, settings: settings.skipGram, seed: options.seed)
        checkpoint = try options.checkpointPath.map { path in
            try Checkpoint(
                path: path, settings: Shape(settings: settings, seed: options.seed),
                data: Checkpoint.digest([texts.tokens, texts.ends.map { Int32(truncatingIfNeeded: $0) }]))
        }
    }

    /// Trains the model in place.
    /// - Returns: a pair's mean loss in each epoch, as it was met before it was learned.
    /// - Throws: `ModelsError.diverged` at numbers that are not finite; `CancellationError` when stopped in the first epoch.
    func run() throws -> [Double] {
        let stores = [("vectors", model.vectors), ("contexts", model.contexts)].map { (name: $0.0, store: $0.1) }
        var losses: [Double] = []
        if options.resumes, let state = try checkpoint?.load(State.self, into: stores) {
            losses = state.losses
            onEvent(.note("going on behind epoch \(losses.count), as \(checkpoint?.path ?? "") has it"))
        }
        for epoch in stride(from: losses.count + 1, through: settings.epochs, by: 1) {
            let start = ContinuousClock.now
            guard let loss = try runEpoch(epoch, start: start) else {
                guard !losses.isEmpty else { throw CancellationError() }
                return losses
            }
            guard (model.vectors.flat.sumOfSquares() + model.contexts.flat.sumOfSquares()).isFinite else {
                throw ModelsError.diverged(
                    "epoch \(epoch): the vectors are no finite numbers any more; lower --learning-rate "
                        + "(\(settings.learningRate))")
            }
            losses.append(loss)
            onEvent(
                .note(
                    "word vectors: epoch \(epoch)  loss \(String(format: "%.3f", loss))  "
                        + "\(Int((ContinuousClock.now - start).seconds)) s"))
            try checkpoint?.save(State(losses: losses), stores)
        }
        return losses
    }

    /// - Returns: the mean loss, or nil where the run was stopped.
    private func runEpoch(_ epoch: Int, start: ContinuousClock.Instant) throws -> Double? {
        var random = RandomStream(seed: options.seed, .shuffle, epoch: epoch)
        var order = segments
        random.shuffle(&order)
        let batches = (order.count + settings.batchSize - 1) / settings.batchSize
        var (lossSum, pairs, read) = (0.0, 0.0, 0)
        for batch in 0..<batches {
            if isCancelled() { return nil }
            let pieces = order[batch * settings.batchSize..<min((batch + 1) * settings.batchSize, order.count)]
            let done = Double((epoch - 1) * batches + batch) / Double(settings.epochs * batches)
            let result = model.step(
                pieces.map { tokens[$0] }, learningRate: settings.learningRate * (1 - done), seed: options.seed,
                epoch: epoch, batch: batch, threads: options.threads)
            lossSum += result.lossSum
            pairs += result.pairs
            read += pieces.reduce(0) { $0 + $1.count }
            // Steps take about a millisecond.
            guard batch % 64 == 0 || batch == batches - 1 else { continue }
            let seconds = (ContinuousClock.now - start).seconds
            onEvent(
                .progress(
                    TrainingProgress(
                        kind: .embedding, stage: "skip-gram", epoch: epoch, epochs: settings.epochs,
                        fractionDone: Double(batch + 1) / Double(batches), loss: lossSum / max(pairs, 1),
                        tokensPerSecond: Double(read) / max(seconds, 1e-9),
                        secondsLeft: seconds / Double(batch + 1)
                            * Double(batches - batch - 1 + (settings.epochs - epoch) * batches))))
        }
        return lossSum / max(pairs, 1)
    }
}
