import Foundation
import ValenceNetworks

/// Trains on all texts, cut into pieces, by stochastic gradient descent with a rate that falls linearly to 0.
struct PieceTrainer {
    struct Settings: Codable, Sendable {
        var epochs: Int
        /// Pieces a step.
        var batchSize: Int
        var learningRate: Double
        /// Tokens of a text that are read in one piece.
        var segmentLength: Int
    }

    /// What two runs must share for one to go on from the other.
    private struct Shape<Learner: Codable>: Codable {
        let settings: Settings
        let learner: Learner
        let seed: UInt64
    }

    /// What a checkpoint keeps beside the numbers.
    private struct State: Codable {
        let losses: [Double]
    }

    /// What is learned, for messages: "word vectors".
    private let name: String
    /// What learns from it.
    private let kind: ModelKind
    private let learner: any PieceLearning
    private let settings: Settings
    private let options: PretrainingOptions
    private let tokens: [Int32]
    private let segments: [Range<Int>]
    private let checkpoint: Checkpoint?
    private let isCancelled: @Sendable () -> Bool
    private let onEvent: @Sendable (TrainingEvent) -> Void

    /// - Parameter shape: the learner's own settings.
    init(
        _ learner: any PieceLearning, _ name: String, for kind: ModelKind, _ texts: PretrainingRun.Texts,
        settings: Settings, shape: some Codable, options: PretrainingOptions,
        isCancelled: @escaping @Sendable () -> Bool, onEvent: @escaping @Sendable (TrainingEvent) -> Void
    ) throws {
        self.name = name
        self.kind = kind
        self.learner = learner
        self.settings = settings
        self.options = options
        self.isCancelled = isCancelled
        self.onEvent = onEvent
        tokens = texts.tokens
        segments = Segments.cut(ends: texts.ends, length: settings.segmentLength)
        checkpoint = try options.checkpointPath.map { path in
            try Checkpoint(
                path: path, settings: Shape(settings: settings, learner: shape, seed: options.seed),
                data: Checkpoint.digest([texts.tokens, texts.ends.map { Int32(truncatingIfNeeded: $0) }]))
        }
    }

    /// Trains the learner in place.
    /// - Returns: the mean loss in each epoch, as it was met before it was learned.
    /// - Throws: `ModelsError.diverged` at numbers that are not finite; `CancellationError` when stopped in the first epoch.
    func run() throws -> [Double] {
        var losses: [Double] = []
        if options.resumes, let checkpoint, let state = try checkpoint.load(State.self, into: learner.stores) {
            losses = state.losses
            onEvent(checkpoint.goingOn(behind: losses.count))
        }
        for epoch in stride(from: losses.count + 1, through: settings.epochs, by: 1) {
            let start = ContinuousClock.now
            guard let loss = runEpoch(epoch, start: start) else {
                guard !losses.isEmpty else { throw CancellationError() }
                return losses
            }
            guard learner.stores.reduce(0, { $0 + $1.store.flat.sumOfSquares() }).isFinite else {
                throw ModelsError.diverged(
                    "epoch \(epoch): the vectors are no finite numbers any more; lower --learning-rate "
                        + "(\(settings.learningRate))")
            }
            losses.append(loss)
            onEvent(
                .note(
                    "\(name): epoch \(epoch)  loss \(String(format: "%.3f", loss))  "
                        + "\(Int((ContinuousClock.now - start).seconds)) s"))
            try checkpoint?.save(State(losses: losses), learner.stores)
        }
        return losses
    }

    /// - Returns: the mean loss, or nil where the run was stopped.
    private func runEpoch(_ epoch: Int, start: ContinuousClock.Instant) -> Double? {
        var random = RandomStream(seed: options.seed, .shuffle, epoch: epoch)
        var order = segments
        random.shuffle(&order)
        let batches = (order.count + settings.batchSize - 1) / settings.batchSize
        var (lossSum, pairs, read) = (0.0, 0.0, 0)
        for batch in 0..<batches {
            if isCancelled() { return nil }
            let pieces = order[batch * settings.batchSize..<min((batch + 1) * settings.batchSize, order.count)]
            let done = Double((epoch - 1) * batches + batch) / Double(settings.epochs * batches)
            let result = learner.step(
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
                        kind: kind, stage: name, epoch: epoch, epochs: settings.epochs,
                        fractionDone: Double(batch + 1) / Double(batches), loss: lossSum / max(pairs, 1),
                        tokensPerSecond: Double(read) / max(seconds, 1e-9),
                        secondsLeft: seconds / Double(batch + 1)
                            * Double(batches - batch - 1 + (settings.epochs - epoch) * batches))))
        }
        return lossSum / max(pairs, 1)
    }
}
