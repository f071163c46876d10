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
    /// Word vectors [V, E] of the training reviews' texts, a row after the other.
    static func wordVectors(
        of texts: PretrainingRun.Texts, size: Int, epochs: Int, _ context: TrainingContext
    ) throws -> [Float] {
        var run = PretrainingOptions(threads: context.threads)
        run.seed = context.seed
        run.epochs = epochs
        run.embeddingSize = size
        let trainer = try SkipGramTrainer(
            texts, settings: SkipGramTrainer.Settings(run), options: run, isCancelled: context.isCancelled,
            onEvent: context.onEvent)
        _ = try trainer.run()
        return trainer.model.vectors["embedding.weight"]
    }
}
