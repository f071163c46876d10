import ValenceNetworks
import ValenceText

/// What a network learns from the training reviews' own texts before it looks at their labels.
enum Schooling: Equatable {
    case none
    /// Which words are alike, by skip-gram.
    case wordVectors(epochs: Int)
    /// What comes next, by a language model of the network's own shape.
    case languageModel(epochs: Int)
}

extension RecurrentTrainer {
    /// Starts a network from what the training reviews' texts teach.
    static func school(
        _ network: RecurrentNetwork, _ vocabulary: Vocabulary, _ schooling: Schooling, _ options: TrainingOptions,
        _ context: TrainingContext
    ) throws {
        if schooling == .none { return }
        let texts = PretrainingRun.Texts(context.corpus, reviews: context.split.training, vocabulary)
        switch schooling {
        case .none: break
        case .wordVectors(let epochs):
            var run = PretrainingOptions(threads: context.threads)
            run.seed = context.seed
            run.epochs = epochs
            run.embeddingSize = network.configuration.embeddingSize
            let trainer = try SkipGramTrainer(
                texts, settings: SkipGramTrainer.Settings(run), options: run, isCancelled: context.isCancelled,
                onEvent: context.onEvent)
            _ = try trainer.run()
            network.parameters["embedding.weight"] = trainer.model.vectors["embedding.weight"]
            network.parametersChanged()
        case .languageModel(let epochs):
            var configuration = network.configuration
            let dropout = Double(LanguageModelTrainer.dropout)
            configuration.dropout = DropoutSettings(embedding: dropout, output: dropout)
            try LanguageModelTrainer.learn(
                texts, configuration, precision: network.precision,
                settings: LanguageModelTrainer.Settings(epochs: epochs), seed: context.seed,
                threads: context.threads, checkpointPath: options.languageCheckpointPath, resumes: options.resumes,
                isCancelled: context.isCancelled, onEvent: context.onEvent
            ).start(network, labels: [])
        }
    }
}
