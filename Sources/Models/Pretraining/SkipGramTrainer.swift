import ValenceNetworks

/// Trains word vectors over texts.
struct SkipGramTrainer {
    struct Settings: Codable, Sendable {
        var pieces: PieceTrainer.Settings
        /// Numbers a vector holds.
        var size: Int
        var skipGram: SkipGram.Settings

        /// What a user did not choose.
        init(_ options: PretrainingOptions) {
            pieces = PieceTrainer.Settings(
                epochs: options.epochs ?? 5, batchSize: options.batchSize ?? 16,
                learningRate: Double(options.learningRate ?? 0.05), segmentLength: options.segmentLength ?? 100)
            size = options.embeddingSize ?? 128
            let subsampling = options.subsampling ?? 1e-4
            skipGram = SkipGram.Settings(
                window: options.window ?? 5, negatives: options.negatives ?? 5,
                subsampling: subsampling > 0 ? subsampling : nil)
        }
    }

    let model: SkipGram
    private let trainer: PieceTrainer

    init(
        _ texts: PretrainingRun.Texts, settings: Settings, options: PretrainingOptions,
        isCancelled: @escaping @Sendable () -> Bool, onEvent: @escaping @Sendable (TrainingEvent) -> Void
    ) throws {
        model = SkipGram(
            counts: texts.counts, size: settings.size, settings: settings.skipGram, seed: options.seed)
        trainer = try PieceTrainer(
            model, "word vectors", for: .embedding, texts, settings: settings.pieces, shape: settings,
            options: options, isCancelled: isCancelled, onEvent: onEvent)
    }

    /// Trains the model in place.
    /// - Returns: a pair's mean loss in each epoch, as it was met before it was learned.
    /// - Throws: `ModelsError.diverged` at numbers that are not finite; `CancellationError` when stopped in the first epoch.
    func run() throws -> [Double] { try trainer.run() }
}
