import ValenceNetworks
import ValenceText

/// Trains a mean embedding by stochastic gradient descent with a rate that falls linearly to nothing, in epochs of small
/// batches; the epoch that does best on the validation reviews is kept.
struct MeanEmbeddingTrainer {
    /// How it learns; not part of the model.
    struct Schedule: Sendable {
        var epochs: Int
        var batchSize: Int
        var learningRate: Double
        /// How many epochs without a better validation result end the training.
        var patience: Int

        /// Few reviews are read more often.
        init(reviews: Int) {
            epochs = min(60, max(10, 300_000 / max(reviews, 1)))
            batchSize = 16
            learningRate = 0.5
            patience = max(3, epochs / 4)
        }
    }

    /// How often learning may start again from the last good state before it gives up.
    static let patienceWithDivergence = 8

    let settings: MeanEmbeddingSettings
    let schedule: Schedule
    let context: TrainingContext
    /// Vectors to start from.
    var vectors: WordVectors?

    /// - Throws: `ModelsError`; `CancellationError` when stopped before anything was learned.
    static func train(_ options: TrainingOptions, context: TrainingContext) throws -> Trained {
        var settings = MeanEmbeddingSettings()
        var schedule = Schedule(reviews: context.split.training.count)
        settings.ngrams = options.ngrams ?? settings.ngrams
        settings.minimumCount = options.minimumCount ?? settings.minimumCount
        settings.dimension = options.embeddingSize ?? settings.dimension
        schedule.epochs = options.epochs ?? schedule.epochs
        schedule.batchSize = options.batchSize ?? schedule.batchSize
        schedule.learningRate = options.learningRate.map { Double($0) } ?? schedule.learningRate
        schedule.patience = options.patience ?? max(3, schedule.epochs / 4)
        var vectors: WordVectors?
        if let path = options.vectorsPath {
            let wanted = Set(context.corpus.table.hashes)
            let read = try WordVectors(path: path) { wanted.contains($0) }
            if let dimension = options.embeddingSize, dimension != read.dimension {
                throw ModelsError.badOption(
                    "\(path) holds vectors of width \(read.dimension), --embedding-size asks for \(dimension); leave it out"
                )
            }
            settings.dimension = read.dimension
            context.onEvent(
                .note(
                    "\(path): \(read.count) of its vectors are of words in the training reviews, width \(read.dimension)"
                ))
            vectors = read
        }
        return try MeanEmbeddingTrainer(settings: settings, schedule: schedule, context: context, vectors: vectors)
            .train()
    }

    func train() throws -> Trained {
        try settings.check()
        guard schedule.epochs >= 1, schedule.batchSize >= 1, schedule.learningRate > 0, schedule.learningRate.isFinite
        else {
            throw ModelsError.badOption(
                "\(schedule.epochs) epochs of batches of \(schedule.batchSize) at learning rate \(schedule.learningRate); "
                    + "expected positive numbers")
        }
        let corpus = context.corpus
        guard corpus.labelNames.count >= 2, !context.split.training.isEmpty else {
            throw ModelsError.badTrainingData(
                "\(context.split.training.count) training reviews of \(corpus.labelNames.count) classes; expected two "
                    + "classes or more")
        }
        let (table, rows) = try features()
        let network = EmbeddingNetwork(
            rows: rows, embedding: initialEmbedding(table), dimension: settings.dimension,
            classCount: corpus.labelNames.count, classWeights: context.classWeights, threads: context.threads)
        context.onEvent(
            .started(
                TrainingStart(
                    kind: .embedding, architecture: settings.architecture,
                    parameterCount: (table.count + corpus.labelNames.count) * settings.dimension
                        + corpus.labelNames.count,
                    trainingReviews: context.split.training.count,
                    validationReviews: context.split.validation.count)))
        var run = MeanEmbeddingRun(network: network, schedule: schedule, context: context)
        let (state, epochs) = try run.run()
        let (embedding, weight, bias) = network.unpacked(state)
        let classifier = MeanEmbeddingClassifier(
            settings: settings, table: table, embedding: embedding, weight: weight, bias: bias)
        return Trained(
            classifier: classifier,
            validationLogits: classifier.logits(
                of: context.split.validation, in: context.corpus, threads: context.threads),
            epochs: epochs, cutReviews: nil)
    }

    /// The n-grams of the training reviews, and all reviews as rows of counts.
    private func features() throws -> (FeatureTable, FeatureRows) {
        let hashes = TokenHashes(context.corpus)
        let counter = FeatureCounter(
            ngrams: settings.ngrams, minimumCount: settings.minimumCount, threads: context.threads)
        let found = counter.features(of: hashes, in: context.split.training, isCancelled: context.isCancelled) { done in
            context.onEvent(
                .progress(TrainingProgress(kind: .embedding, stage: "counting n-grams", fractionDone: done)))
        }
        guard let found, let table = FeatureTable(ascending: found) else { throw CancellationError() }
        let rows = FeatureRows(
            hashes, table: table, ngrams: settings.ngrams, counted: true, threads: context.threads)
        if context.isCancelled() { throw CancellationError() }
        return (table, rows)
    }

    /// Shape [features, D]: the given vectors, and small random numbers elsewhere.
    private func initialEmbedding(_ table: FeatureTable) -> [Float] {
        let width = settings.dimension
        var random = RandomStream(seed: context.seed, .initialisation)
        var embedding = (0..<table.count * width).map { _ in
            Float((random.uniform() * 2 - 1) / Double(width))
        }
        for (hash, vector) in vectors?.entries ?? [] {
            let feature = Int(table.index(of: hash))
            if feature >= 0 { embedding.replaceSubrange(feature * width..<(feature + 1) * width, with: vector) }
        }
        return embedding
    }
}
