import ValenceNetworks
import ValenceText

/// Trains region vectors over reviews of a corpus.
struct RegionVectorTrainer {
    private let learning: RegionLearning
    private let vocabulary: Vocabulary
    private let trainer: PieceTrainer

    /// What a user did not choose follows the number of reviews: few are read more often.
    init(
        _ corpus: Corpus, reviews: [Int], options: PretrainingOptions, isCancelled: @escaping @Sendable () -> Bool,
        onEvent: @escaping @Sendable (TrainingEvent) -> Void
    ) throws {
        let pieces = PieceTrainer.Settings(
            epochs: options.epochs ?? min(100, max(20, 1_500_000 / max(1, reviews.count))),
            batchSize: options.batchSize ?? 8, learningRate: Double(options.learningRate ?? 0.05),
            segmentLength: options.segmentLength ?? 200)
        let subsampling = options.subsampling ?? 1e-5
        let regions = RegionLearning.Settings(
            vectors: RegionVectors.Settings(size: options.embeddingSize ?? 128), reach: options.window ?? 5,
            negatives: options.negatives ?? 5, subsampling: subsampling > 0 ? subsampling : nil)
        let texts = PretrainingRun.Texts(
            corpus, reviews: reviews, maximumSize: options.vocabularySize ?? 30_000,
            minimumCount: options.minimumCount ?? (reviews.count < 1000 ? 1 : 3))
        vocabulary = texts.vocabulary
        onEvent(
            .note(
                "region vectors: \(texts.tokens.count) tokens, vocabulary \(vocabulary.count), vectors of "
                    + "\(regions.vectors.size) numbers for \(2 * regions.vectors.radius + 1) words, which foretell "
                    + "\(regions.reach) on either side; \(regions.negatives) negatives, \(pieces.epochs) epochs, learning "
                    + "rate \(Float(pieces.learningRate)) falling to 0"))
        learning = RegionLearning(counts: texts.counts, settings: regions, seed: options.seed)
        trainer = try PieceTrainer(
            learning, "region vectors", for: .cnn, texts, settings: pieces, shape: regions, options: options,
            isCancelled: isCancelled, onEvent: onEvent)
    }

    /// - Returns: the vectors, and a neighbour's mean loss in each epoch as it was met before it was learned.
    /// - Throws: `ModelsError.diverged` at numbers that are not finite; `CancellationError` when stopped in the first epoch.
    func run() throws -> (embedding: RegionEmbedding, losses: [Double]) {
        let losses = try trainer.run()
        return (RegionEmbedding(vocabulary: vocabulary, vectors: learning.vectors), losses)
    }
}
