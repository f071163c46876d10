import ValenceNetworks
import ValenceText

extension LanguageReader {
    /// Fewer tokens do not teach a language.
    private static let leastTokens = 1_000_000
    private static let epochs = 4

    /// The language model that a user gave, or one of the texts at hand where there is time and there are texts enough; nil
    /// for none.
    /// - Throws: `ModelsError`; `CancellationError` when stopped before a first epoch ended.
    init?(_ options: TrainingOptions, _ context: TrainingContext) throws {
        if let path = options.languageModelPath {
            try self.init(path: path, textSettings: context.corpus.textSettings)
            return
        }
        guard options.preset == .best else { return nil }
        let texts = PretrainingRun.Texts(
            context.corpus, reviews: context.texts, maximumSize: 30_000, minimumCount: 2)
        guard texts.tokens.count >= Self.leastTokens else { return nil }
        let dropout = Double(LanguageModelTrainer.dropout)
        let configuration = NetworkConfiguration(
            vocabularySize: texts.vocabulary.count, dropout: DropoutSettings(embedding: dropout, output: dropout))
        let encoder = try LanguageModelTrainer.learn(
            texts, configuration, precision: options.chosenPrecision() ?? .fastest,
            settings: LanguageModelTrainer.Settings(epochs: Self.epochs), seed: context.seed,
            threads: context.threads, checkpointPath: options.languageCheckpointPath, resumes: options.resumes,
            isCancelled: context.isCancelled, onEvent: context.onEvent)
        try self.init(encoder)
    }
}
