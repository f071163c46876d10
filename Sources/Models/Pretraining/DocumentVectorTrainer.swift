import Foundation
import ValenceNetworks
import ValenceText

/// Trains document vectors over reviews of a corpus.
struct DocumentVectorTrainer {
    struct Settings: Codable, Sendable {
        var epochs: Int
        var ngrams: Int
        /// In how many reviews an n-gram must stand.
        var minimumCount: Int
        var vectors: NGramVectors.Settings

        /// What a user did not choose follows the number of reviews.
        init(_ options: PretrainingOptions, reviews: Int) {
            epochs = options.epochs ?? 20
            ngrams = options.ngrams ?? 3
            minimumCount = options.minimumCount ?? min(10, max(3, reviews / 5000))
            vectors = NGramVectors.Settings(
                size: options.embeddingSize ?? 128, negatives: options.negatives ?? 5,
                rate: options.learningRate ?? 0.3)
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
    private let learning: DocumentLearning
    private let checkpoint: Checkpoint?
    private let hashes: [UInt64]
    private let counts: [Int32]
    private let isCancelled: @Sendable () -> Bool
    private let onEvent: @Sendable (TrainingEvent) -> Void

    /// - Throws: `ModelsError.badTrainingData` where no n-gram is frequent enough.
    init(
        _ corpus: Corpus, reviews: [Int], options: PretrainingOptions, isCancelled: @escaping @Sendable () -> Bool,
        onEvent: @escaping @Sendable (TrainingEvent) -> Void
    ) throws {
        settings = Settings(options, reviews: reviews.count)
        self.options = options
        self.isCancelled = isCancelled
        self.onEvent = onEvent
        // Files are often sorted by label. Blocks of documents that learn together grow alike, and would give labels away.
        var reviews = reviews
        var random = RandomStream(seed: options.seed, .shuffle)
        random.shuffle(&reviews)
        let matrix = NGramCounter(
            corpus, length: settings.ngrams, minimumCount: settings.minimumCount, threads: options.threads
        ).matrix(of: reviews, counted: reviews.count)
        guard !matrix.hashes.isEmpty else {
            throw ModelsError.badTrainingData(
                "no n-gram stands in \(settings.minimumCount) reviews; lower --min-count, or give more text")
        }
        hashes = matrix.hashes
        counts = matrix.rowFrequencies(rows: matrix.rowCount)
        onEvent(
            .note(
                "document vectors: \(matrix.rowCount) reviews, \(hashes.count) n-grams of up to \(settings.ngrams) words, in "
                    + "\(settings.minimumCount) reviews or more; vectors of \(settings.vectors.size) numbers, "
                    + "\(settings.vectors.negatives) negatives, \(settings.epochs) epochs"))
        learning = DocumentLearning(
            starts: matrix.starts, columns: matrix.columns, counts: counts, settings: settings.vectors,
            seed: options.seed)
        let (shape, columns, starts) = (Shape(settings: settings, seed: options.seed), matrix.columns, matrix.starts)
        checkpoint = try options.checkpointPath.map { path in
            try Checkpoint(
                path: path, settings: shape,
                data: Checkpoint.digest([columns, starts.map { Int32(truncatingIfNeeded: $0) }]))
        }
    }

    /// - Returns: the vectors, and an n-gram's mean loss in each epoch as it was met before it was learned.
    /// - Throws: `ModelsError.diverged` at numbers that are not finite; `CancellationError` when stopped in the first epoch.
    func run() throws -> (vectors: DocumentVectors, losses: [Double]) {
        let stores = [("ngrams", learning.ngrams), ("documents", learning.documents)].map { (name: $0.0, store: $0.1) }
        var losses: [Double] = []
        if options.resumes, let checkpoint, let state = try checkpoint.load(State.self, into: stores) {
            losses = state.losses
            onEvent(checkpoint.goingOn(behind: losses.count))
        }
        for epoch in stride(from: losses.count + 1, through: settings.epochs, by: 1) {
            let start = ContinuousClock.now
            guard let loss = runEpoch(epoch, start: start) else {
                // Part of an epoch has changed the vectors: they are good, but not those of the checkpoint.
                guard !losses.isEmpty else { throw CancellationError() }
                break
            }
            guard (learning.ngrams.flat.sumOfSquares() + learning.documents.flat.sumOfSquares()).isFinite else {
                throw ModelsError.diverged(
                    "epoch \(epoch): the vectors are no finite numbers any more; lower --learning-rate "
                        + "(\(settings.vectors.rate))")
            }
            losses.append(loss)
            onEvent(
                .note(
                    "document vectors: epoch \(epoch)  loss \(String(format: "%.3f", loss))  "
                        + "\(Int((ContinuousClock.now - start).seconds)) s"))
            try checkpoint?.save(State(losses: losses), stores)
        }
        return (
            DocumentVectors(
                learning.vectors(), hashes: hashes, counts: counts, ngrams: settings.ngrams),
            losses
        )
    }

    /// - Returns: the mean loss, or nil where the run was stopped.
    private func runEpoch(_ epoch: Int, start: ContinuousClock.Instant) -> Double? {
        var sum = DocumentLearning.StepResult()
        for number in 0..<learning.blockCount {
            if isCancelled() { return nil }
            let result = learning.step(
                number, epoch: epoch, seed: options.seed, threads: options.threads)
            sum.lossSum += result.lossSum
            sum.count += result.count
            let seconds = (ContinuousClock.now - start).seconds
            onEvent(
                .progress(
                    TrainingProgress(
                        kind: .bow, stage: "document vectors", epoch: epoch, epochs: settings.epochs,
                        fractionDone: Double(number + 1) / Double(learning.blockCount),
                        loss: sum.lossSum / Double(max(sum.count, 1)),
                        secondsLeft: seconds / Double(number + 1)
                            * Double(learning.blockCount - number - 1 + (settings.epochs - epoch) * learning.blockCount)
                    )))
        }
        return sum.lossSum / Double(max(sum.count, 1))
    }
}
