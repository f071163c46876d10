import ValenceNetworks
import ValenceText

/// What a network learns from the training reviews' own texts before it looks at their labels.
enum Schooling: Equatable {
    case none
    /// Which words are alike, by skip-gram.
    case wordVectors(epochs: Int)
    /// What comes next, by a language model whose states the network then reads.
    case languageModel(epochs: Int)
}

extension RecurrentTrainer {
    /// - Parameter configuration: of the network that is to learn from labels.
    /// - Returns: the words' vectors [V, E], a row after the other, and the language model that is to be read; nil for none.
    static func school(
        _ schooling: Schooling, _ texts: PretrainingRun.Texts, _ configuration: NetworkConfiguration,
        precision: Precision, _ options: TrainingOptions, _ context: TrainingContext
    ) throws -> (embedding: [Float]?, language: LanguageReader?) {
        switch schooling {
        case .none: return (nil, nil)
        case .wordVectors(let epochs):
            var run = PretrainingOptions(threads: context.threads)
            run.seed = context.seed
            run.epochs = epochs
            run.embeddingSize = configuration.embeddingSize
            let trainer = try SkipGramTrainer(
                texts, settings: SkipGramTrainer.Settings(run), options: run, isCancelled: context.isCancelled,
                onEvent: context.onEvent)
            _ = try trainer.run()
            return (trainer.model.vectors["embedding.weight"], nil)
        case .languageModel(let epochs):
            let language = try LanguageReader(
                learning: texts, shape: configuration, epochs: epochs, precision: precision, options, context)
            return (language.embedding, language)
        }
    }
}
