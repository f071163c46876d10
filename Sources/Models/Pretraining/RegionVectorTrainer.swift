import Foundation
import ValenceNetworks
import ValenceText

/// Trains region vectors over texts, cut into pieces, by stochastic gradient descent with a rate that falls linearly to 0.
struct RegionVectorTrainer {
    struct Settings: Codable, Sendable {
        var epochs: Int
        /// Pieces a step.
        var batchSize: Int
        var learningRate: Double
        /// Tokens of a text that are read in one piece.
        var segmentLength: Int
        var regions: RegionLearning.Settings

        /// What a user did not choose: few reviews are read more often.
        init(_ options: PretrainingOptions, reviews: Int) {
            epochs = options.epochs ?? min(100, max(20, 1_500_000 / max(1, reviews)))
            batchSize = options.batchSize ?? 8
            learningRate = Double(options.learningRate ?? 0.05)
            segmentLength = options.segmentLength ?? 200
            regions = RegionLearning.Settings(
                vectors: RegionVectors.Settings(size: options.embeddingSize ?? 128),
                reach: options.window ?? 5, negatives: options.negatives ?? 5,
                subsampling: options.subsampling ?? 1e-5)
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

    private let settings: Settings
    private let options: PretrainingOptions
    private let learning: RegionLearning
    private let checkpoint: Checkpoint?
    private let texts: PretrainingRun.Texts
    private let segments: [Range<Int>]
    private let isCancelled: @Sendable () -> Bool
    private let onEvent: @Sendable (TrainingEvent) -> Void

    init(
        _ corpus: Corpus, reviews: [Int], options: PretrainingOptions, isCancelled: @escaping @Sendable () -> Bool,
        onEvent: @escaping @Sendable (TrainingEvent) -> Void
    ) throws {
        settings = Settings(options, reviews: reviews.count)
        self.options = options
        self.isCancelled = isCancelled
        self.onEvent = onEvent
        let minimumCount = options.minimumCount ?? (reviews.count < 1000 ? 1 : 3)
        var seen = [Int](repeating: 0, count: corpus.table.count)
        for review in reviews { for token in corpus[review] { seen[Int(token)] += 1 } }
        texts = PretrainingRun.Texts(
            corpus, reviews: reviews,
            Vocabulary(
                table: corpus.table, counts: seen, maximumSize: options.vocabularySize ?? 30_000,
                minimumCount: minimumCount))
        segments = Segments.cut(ends: texts.ends, length: settings.segmentLength)
        onEvent(
            .note(
                "region vectors: \(texts.tokens.count) tokens, vocabulary \(texts.vocabulary.count), vectors of "
                    + "\(settings.regions.vectors.size) numbers for \(2 * settings.regions.vectors.radius + 1) words, which "
                    + "foretell \(settings.regions.reach) on either side; \(settings.regions.negatives) negatives, "
                    + "\(settings.epochs) epochs, learning rate \(Float(settings.learningRate)) falling to 0"))
        learning = RegionLearning(counts: texts.counts, settings: settings.regions, seed: options.seed)
        let (shape, tokens, ends) = (Shape(settings: settings, seed: options.seed), texts.tokens, texts.ends)
        checkpoint = try options.checkpointPath.map { path in
            try Checkpoint(
                path: path, settings: shape,
                data: Checkpoint.digest([tokens, ends.map { Int32(truncatingIfNeeded: $0) }]))
        }
    }

    /// - Returns: the vectors, and a neighbour's mean loss in each epoch as it was met before it was learned.
    /// - Throws: `ModelsError.diverged` at numbers that are not finite; `CancellationError` when stopped in the first epoch.
    func run() throws -> (embedding: RegionEmbedding, losses: [Double]) {
        let stores = [("regions", learning.regions), ("contexts", learning.contexts)].map { (name: $0.0, store: $0.1) }
        var losses: [Double] = []
        if options.resumes, let state = try checkpoint?.load(State.self, into: stores) {
            losses = state.losses
            onEvent(.note("going on behind epoch \(losses.count), as \(checkpoint?.path ?? "") has it"))
        }
        for epoch in stride(from: losses.count + 1, through: settings.epochs, by: 1) {
            let start = ContinuousClock.now
            guard let loss = runEpoch(epoch, start: start) else {
                guard !losses.isEmpty else { throw CancellationError() }
                break
            }
            guard (learning.regions.flat.sumOfSquares() + learning.contexts.flat.sumOfSquares()).isFinite else {
                throw ModelsError.diverged(
                    "epoch \(epoch): the vectors are no finite numbers any more; lower --learning-rate "
                        + "(\(settings.learningRate))")
            }
            losses.append(loss)
            onEvent(
                .note(
                    "region vectors: epoch \(epoch)  loss \(String(format: "%.3f", loss))  "
                        + "\(Int((ContinuousClock.now - start).seconds)) s"))
            try checkpoint?.save(State(losses: losses), stores)
        }
        return (RegionEmbedding(vocabulary: texts.vocabulary, vectors: learning.vectors), losses)
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
            let result = learning.step(
                pieces.map { texts.tokens[$0] }, learningRate: settings.learningRate * (1 - done),
                seed: options.seed, epoch: epoch, batch: batch, threads: options.threads)
            lossSum += result.lossSum
            pairs += result.pairs
            read += pieces.reduce(0) { $0 + $1.count }
            // Steps take about a millisecond.
            guard batch % 64 == 0 || batch == batches - 1 else { continue }
            let seconds = (ContinuousClock.now - start).seconds
            onEvent(
                .progress(
                    TrainingProgress(
                        kind: .cnn, stage: "region vectors", epoch: epoch, epochs: settings.epochs,
                        fractionDone: Double(batch + 1) / Double(batches), loss: lossSum / max(pairs, 1),
                        tokensPerSecond: Double(read) / max(seconds, 1e-9),
                        secondsLeft: seconds / Double(batch + 1)
                            * Double(batches - batch - 1 + (settings.epochs - epoch) * batches))))
        }
        return lossSum / max(pairs, 1)
    }
}
