import ValenceNetworks
import ValenceText

extension RecurrentTrainer {
    /// What a user did not choose, by the preset and the size of the data: few reviews are read more often.
    struct Defaults {
        let preset: Preset
        let reviews: Int
        /// Of the training reviews.
        let tokens: Int
        /// Whether a teacher has labelled some of them: its doubts can be learned from for longer than labels.
        let isTaught: Bool

        var epochs: Int { min(30, max(isTaught ? 8 : 4, 60_000 / max(reviews, 1))) }
        var batchSize: Int { reviews < 2_000 ? 16 : reviews < 8_000 ? 32 : 64 }
        var learningRate: Float { 3e-3 }
        /// Epochs so few end with the small steps that the schedule has last, in which a network settles.
        var patience: Int { max(8, epochs / 4) }
        var maximumLength: Int { 400 }
        var vocabularySize: Int { 30_000 }
        var minimumCount: Int { 2 }
        var embeddingSize: Int { preset == .best ? 256 : 128 }
        var hiddenSize: Int { preset == .best ? 256 : 128 }
        var layers: Int { 1 }
        var cell: CellKind { .lstm }
        var direction: Direction { .both }
        var pooling: [PoolingKind] { [.max, .mean] }
        var outputDropout: Float { 0.5 }
        /// Texts too few to learn a language from still tell which words are alike, unless they are very few.
        var schooling: Schooling {
            if preset == .fast || tokens < 10_000 { return .none }
            if tokens < LanguageReader.leastTokens { return .wordVectors(epochs: min(30, max(5, 6_000_000 / tokens))) }
            return .languageModel(epochs: preset == .best ? 8 : 4)
        }
        /// Short texts lose by adversarial steps: a word says too much in them.
        var perturbation: Float? { preset != .fast && tokens >= 100 * reviews ? 1.5 : nil }
    }

    /// So many times the tokens that training reads of a review are read of one that is classified, which costs less.
    private static let classifiedLength = 4

    /// Builds the vocabulary and the network from a user's choices and the defaults, and trains it.
    static func train(_ options: TrainingOptions, head: HeadKind, context: TrainingContext) throws -> Trained {
        let defaults = Defaults(
            preset: options.preset, reviews: context.split.training.count,
            tokens: context.trainingTokenCount, isTaught: !context.corpus.taught.isEmpty)
        let maximumLength = options.maximumLength ?? defaults.maximumLength
        let pretrained = try options.initPath.map { try PretrainedEncoder(path: $0) }
        try pretrained?.check(options)
        var language = try LanguageReader(ofRecurrent: options, context)
        let vocabulary =
            pretrained?.vocabulary ?? language?.vocabulary
            ?? Vocabulary(
                table: context.corpus.table, counts: context.tokenCounts(),
                maximumSize: options.vocabularySize ?? defaults.vocabularySize,
                minimumCount: options.minimumCount ?? defaults.minimumCount)
        let vectors = try options.vectorsPath.map { try WordVectors(path: $0, wanted: vocabulary) }
        let precision = try options.chosenPrecision() ?? .suiting(tokens: context.trainingTokenCount)
        let output = Double(options.dropout ?? defaults.outputDropout)
        var configuration = NetworkConfiguration(
            vocabularySize: vocabulary.count,
            embeddingSize: try pretrained?.configuration.embeddingSize
                ?? vectors?.embeddingSize(asked: options.embeddingSize)
                ?? language?.configuration.embeddingSize ?? options.embeddingSize ?? defaults.embeddingSize,
            hiddenSize: pretrained?.configuration.hiddenSize ?? options.hiddenSize ?? defaults.hiddenSize,
            layers: pretrained?.configuration.layers ?? options.layers ?? defaults.layers,
            cell: try pretrained?.configuration.cell ?? options.chosenCell() ?? defaults.cell,
            direction: try pretrained?.configuration.direction ?? options.chosenDirection() ?? defaults.direction,
            pooling: try options.chosenPooling() ?? defaults.pooling,
            dropout: DropoutSettings(word: output * 0.2, embedding: output * 0.6, layer: output * 0.6, output: output),
            classCount: context.corpus.labelNames.count, head: head)
        var embedding = vectors == nil ? language?.embedding : nil
        if pretrained == nil, vectors == nil, language == nil {
            let texts = PretrainingRun.Texts(context.corpus, reviews: context.split.training, vocabulary)
            (embedding, language) = try school(
                defaults.schooling, texts, configuration, precision: precision, options, context)
        }
        configuration.contextSize = language?.states.size
        let network: RecurrentNetwork
        do {
            network = try RecurrentNetwork(configuration, seed: context.seed, precision: precision)
        } catch let error as NetworksError {
            throw ModelsError.badOption("\(error)")
        }
        if let embedding { network.parameters["embedding.weight"] = embedding }
        pretrained?.start(network, labels: context.corpus.labelNames)
        if let vectors {
            context.onEvent(.note(vectors.coverage))
            network.start(from: vectors)
        }
        let classifier = RecurrentClassifier(
            settings: .init(
                network: configuration, maximumLength: Self.classifiedLength * maximumLength,
                language: language?.configuration),
            vocabulary: vocabulary, network: network, language: language)
        var optimizer = AdamOptimizer.Settings()
        optimizer.clipNorm = Double(options.clipNorm)
        optimizer.weightDecay = 0.01
        let rate = options.learningRate ?? defaults.learningRate
        let settings = Settings(
            epochs: options.epochs ?? defaults.epochs, batchSize: options.batchSize ?? defaults.batchSize,
            learningRate: Double(rate),
            patience: options.patience ?? defaults.patience, maximumLength: maximumLength,
            perturbation: (options.adversarial ?? defaults.perturbation).flatMap { $0 > 0 ? Double($0) : nil },
            optimizer: optimizer)
        context.onEvent(
            .started(
                TrainingStart(
                    kind: .bilstm, architecture: classifier.architecture, parameterCount: classifier.parameterCount,
                    trainingReviews: context.split.training.count,
                    validationReviews: context.split.validation.count)))
        context.onEvent(
            .note(
                "vocabulary \(vocabulary.count), embedding \(configuration.embeddingSize), hidden "
                    + "\(configuration.hiddenSize), at most \(maximumLength) tokens a training review, \(settings.epochs) epochs "
                    + "of batches of \(settings.batchSize), learning rate \(rate), dropout \(options.dropout ?? defaults.outputDropout)"
                    + (settings.perturbation.map { ", adversarial steps of \($0)" } ?? "") + precision.note))
        var trainer = try RecurrentTrainer(
            classifier, settings: settings, context: context, checkpointPath: options.checkpointPath,
            resumes: options.resumes)
        let epochs = try trainer.run()
        let trained = try classifier.reading(in: .single)
        return Trained(
            classifier: trained, validationLogits: trainer.validationLogits(of: trained.network), epochs: epochs,
            cutReviews: context.split.training.count { context.corpus[$0].count > maximumLength },
            precision: precision)
    }
}

extension RecurrentNetwork {
    /// Puts known vectors in the rows of their words.
    fileprivate func start(from vectors: WordVectors) {
        var rows = parameters["embedding.weight"]
        for id in 1..<Int32(configuration.vocabularySize) {
            guard let vector = vectors.vector(of: id) else { continue }
            let start = Int(id) * vectors.dimension
            rows.replaceSubrange(start..<start + vectors.dimension, with: vector)
        }
        parameters["embedding.weight"] = rows
        parametersChanged()
    }
}
