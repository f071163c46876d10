import ValenceNetworks
import ValenceText

extension LanguageReader {
    /// Fewer tokens do not teach a language.
    static let leastTokens = 1_000_000

    /// One of these texts.
    /// - Parameter shape: of its network, but for the dropout.
    /// - Throws: `ModelsError`; `CancellationError` when stopped before a first epoch ended.
    init(
        learning texts: PretrainingRun.Texts, shape: NetworkConfiguration, epochs: Int = 4, precision: Precision,
        _ options: TrainingOptions, _ context: TrainingContext
    ) throws {
        var shape = shape
        let dropout = Double(LanguageModelTrainer.dropout)
        shape.dropout = DropoutSettings(embedding: dropout, output: dropout)
        try self.init(
            LanguageModelTrainer.learn(
                texts, shape, precision: precision, settings: LanguageModelTrainer.Settings(epochs: epochs),
                seed: context.seed, threads: context.threads, checkpointPath: options.languageCheckpointPath,
                resumes: options.resumes, isCancelled: context.isCancelled, onEvent: context.onEvent))
    }

    /// For a convolution: the one that a user gave, or one of the texts at hand where there is time and there are texts enough;
    /// nil for none.
    /// - Throws: as `init(learning:)`.
    init?(ofConvolution options: TrainingOptions, _ context: TrainingContext) throws {
        if let path = options.languageModelPath {
            try self.init(path: path, textSettings: context.corpus.textSettings)
            return
        }
        guard options.preset == .best else { return nil }
        let texts = PretrainingRun.Texts(
            context.corpus, reviews: context.texts, maximumSize: 30_000, minimumCount: 2)
        guard texts.tokens.count >= Self.leastTokens else { return nil }
        try self.init(
            learning: texts, shape: NetworkConfiguration(vocabularySize: texts.vocabulary.count),
            precision: options.chosenPrecision() ?? .fastest, options, context)
    }

    /// For a BiLSTM: the one that a user gave, or that the BiLSTM it starts from reads; nil for none.
    /// - Throws: `ModelsError`, also where options contradict it.
    init?(ofRecurrent options: TrainingOptions, _ context: TrainingContext) throws {
        if let path = options.initPath {
            try self.init(ofClassifierAt: path)
            return
        }
        guard let path = options.languageModelPath else { return nil }
        try self.init(path: path, textSettings: context.corpus.textSettings)
        for (name, isAsked) in [
            ("--vocabulary-size", options.vocabularySize != nil), ("--min-count", options.minimumCount != nil),
            ("--embedding-size", options.embeddingSize.map { $0 != configuration.embeddingSize } ?? false),
        ] where isAsked {
            throw ModelsError.badOption(
                "\(name) cannot be set beside --language-model, which brings its own words; leave \(name) out")
        }
    }
}
