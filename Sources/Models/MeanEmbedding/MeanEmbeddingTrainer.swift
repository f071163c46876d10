import ValenceNetworks
import ValenceText

/// Trains a mean embedding by stochastic gradient descent, a review a step, with a rate that falls linearly to zero.
///
/// Each n-gram is left out of a step with a certain probability (word dropout, Iyyer et al. 2015, doi:10.3115/v1/P15-1162),
/// without which the vectors learn the training reviews by heart.
///
/// Steps follow one another on one thread: a step costs microseconds, and the order decides the outcome. Meanwhile another
/// one chooses what is left out of the next steps; counting n-grams and validating use all threads.
struct MeanEmbeddingTrainer {
    struct Settings: Sendable {
        var ngrams = 2
        var embeddingSize = 16
        var epochs: Int
        var learningRate: Float = 0.5
        var minimumCount = 2
        /// The probability that an n-gram is left out of a step.
        var dropout = 0.7
        var patience: Int

        /// What a user did not choose: few reviews are read more often.
        init(_ options: TrainingOptions, reviews: Int) throws {
            ngrams = try BagOfWordsTrainer.ngramLength(options.ngrams) ?? ngrams
            embeddingSize = options.embeddingSize ?? embeddingSize
            epochs = options.epochs ?? min(40, max(20, 250_000 / max(1, reviews)))
            learningRate = options.learningRate ?? learningRate
            minimumCount = options.minimumCount ?? minimumCount
            dropout = options.dropout.map { Double($0) } ?? dropout
            guard (0..<1).contains(dropout) else {
                throw ModelsError.badOption("--dropout expects 0 or more and less than 1, found \(dropout)")
            }
            patience = options.patience ?? max(3, epochs / 2)
            for (name, value) in [("--epochs", epochs), ("--embedding-size", embeddingSize), ("--patience", patience)]
            where value < 1 { throw ModelsError.badOption("\(name) expects at least 1, found \(value)") }
        }
    }

    /// Steps between two reports and two looks at whether to stop.
    private static let reportInterval = 500

    private let settings: Settings
    private let context: TrainingContext
    private let matrix: NGramMatrix
    /// By row of the matrix.
    private let targets: [Target]
    private var network: MeanEmbeddingNetwork<Float>
    private var stepsDone = 0

    private var trainingCount: Int { context.split.training.count }
    private var validationCount: Int { context.split.validation.count }

    static func train(_ options: TrainingOptions, context: TrainingContext) throws -> Trained {
        var settings = try Settings(options, reviews: context.split.training.count)
        var vectors: (table: WordVectors, vocabulary: Vocabulary)?
        // Vectors of a network's width would make a model of n-grams large, and no better: only where they are meant for it.
        if let path = options.vectorsPath, options.kinds == [.embedding] {
            let vocabulary = Vocabulary(
                table: context.corpus.table, counts: context.tokenCounts(), maximumSize: .max, minimumCount: 1)
            let table = try WordVectors(path: path, wanted: vocabulary)
            settings.embeddingSize = try table.embeddingSize(asked: options.embeddingSize)
            vectors = (table, vocabulary)
        }
        var trainer = MeanEmbeddingTrainer(settings, context)
        if let vectors { trainer.start(from: vectors.table, vectors.vocabulary) }
        let epochs = try trainer.run()
        let classifier = MeanEmbeddingClassifier(
            settings: trainer.modelSettings, hashes: trainer.matrix.hashes, network: trainer.network)
        return Trained(classifier: classifier, validationLogits: trainer.validationLogits(), epochs: epochs)
    }

    private var modelSettings: MeanEmbeddingClassifier.Settings {
        .init(ngrams: settings.ngrams, embeddingSize: settings.embeddingSize)
    }

    private init(_ settings: Settings, _ context: TrainingContext) {
        self.settings = settings
        self.context = context
        context.onEvent(.progress(TrainingProgress(kind: .embedding, stage: "counting n-grams", fractionDone: 0)))
        let split = context.split
        matrix = NGramCounter(
            context.corpus, length: settings.ngrams, minimumCount: settings.minimumCount, threads: context.threads
        ).matrix(of: split.training + split.validation, counted: split.training.count)
        targets = (split.training + split.validation).map { context.corpus.target(of: $0) }
        network = MeanEmbeddingNetwork(
            rows: matrix.hashes.count, size: settings.embeddingSize, classCount: context.corpus.labelNames.count,
            seed: context.seed)
        let parameterCount =
            (matrix.hashes.count + network.classCount) * settings.embeddingSize + network.classCount
        context.onEvent(
            .started(
                TrainingStart(
                    kind: .embedding, architecture: MeanEmbeddingClassifier.architecture(modelSettings),
                    parameterCount: parameterCount, trainingReviews: split.training.count,
                    validationReviews: split.validation.count)))
        context.onEvent(
            .note(
                "\(matrix.hashes.count) n-grams of up to \(settings.ngrams) words, in \(settings.minimumCount) reviews or "
                    + "more; \(settings.epochs) epochs, learning rate \(settings.learningRate) falling to 0, "
                    + "dropout \(settings.dropout)"))
    }

    /// Puts known vectors in the rows of their words.
    private mutating func start(from vectors: WordVectors, _ vocabulary: Vocabulary) {
        context.onEvent(.note(vectors.coverage))
        let index = NGramIndex(matrix.hashes)
        for id in 1..<Int32(vocabulary.count) {
            guard let vector = vectors.vector(of: id), let row = index.place(of: TokenHash.of(vocabulary.word(id)))
            else { continue }
            network.setRow(Int(row), vector)
        }
    }

    private mutating func run() throws -> [EpochSummary] {
        var summaries: [EpochSummary] = []
        var stopping = EarlyStopping<MeanEmbeddingNetwork<Float>>(patience: settings.patience)
        for epoch in 1...settings.epochs {
            let start = ContinuousClock.now
            let pass = try runEpoch(epoch)
            if pass.reviews == 0 { break }
            let result = validate(otherwise: pass)
            let isBest = stopping.add(result, state: network.copy())
            let summary = EpochSummary(
                kind: .embedding, epoch: epoch, trainingLoss: pass.meanLoss, trainingAccuracy: pass.accuracy,
                validationLoss: validationCount == 0 ? nil : result.loss,
                validationAccuracy: validationCount == 0 ? nil : result.accuracy, learningRate: Double(rate),
                isBest: isBest, elapsedSeconds: (ContinuousClock.now - start).seconds)
            summaries.append(summary)
            context.onEvent(.epochEnded(summary))
            if context.isCancelled() || stopping.isPatienceSpent { break }
        }
        guard let best = stopping.best else { throw CancellationError() }
        network = best.state
        return summaries
    }

    private var rate: Float {
        settings.learningRate * (1 - Float(stepsDone) / Float(settings.epochs * trainingCount))
    }

    private mutating func runEpoch(_ epoch: Int) throws -> Pass {
        var random = RandomStream(seed: context.seed, .shuffle, epoch: epoch)
        var order = Array(0..<trainingCount)
        random.shuffle(&order)
        let blocks = stride(from: 0, to: trainingCount, by: Self.reportInterval).map {
            order[$0..<min($0 + Self.reportInterval, trainingCount)]
        }
        let samples = Ahead(
            WordDropout(matrix, probability: settings.dropout, seed: context.seed, epoch: epoch),
            threads: context.threads
        ) { [blocks] dropout, index in dropout.sample(blocks[index]) }
        var pass = Pass()
        for index in blocks.indices {
            if context.isCancelled() { break }
            report(pass, epoch)
            try step(samples.next(isLast: index == blocks.count - 1), epoch, &pass)
        }
        return pass
    }

    private mutating func step(_ samples: WordDropout.Samples, _ epoch: Int, _ pass: inout Pass) throws {
        var start = 0
        for (row, end) in zip(samples.rows, samples.ends) {
            let result = network.step(
                samples.columns[start..<end], samples.counts[start..<end], target: targets[row], rate: rate,
                classWeights: context.classWeights)
            start = end
            guard result.loss.isFinite else {
                throw ModelsError.diverged(
                    "epoch \(epoch), review \(pass.reviews + 1): the loss is not a finite number; lower --learning-rate "
                        + "(\(settings.learningRate)), or look for damaged --vectors")
            }
            stepsDone += 1
            pass.reviews += 1
            pass.lossSum += result.loss
            pass.weightSum += targets[row].weight(context.classWeights)
            if result.isCorrect { pass.correct += 1 }
        }
    }

    private func report(_ pass: Pass, _ epoch: Int) {
        context.onEvent(
            .progress(
                TrainingProgress(
                    kind: .embedding, stage: "epoch", epoch: epoch, epochs: settings.epochs,
                    fractionDone: Double(pass.reviews) / Double(trainingCount),
                    loss: pass.reviews > 0 ? pass.meanLoss : nil, accuracy: pass.reviews > 0 ? pass.accuracy : nil)))
    }

    private func validate(otherwise pass: Pass) -> ValidationResult {
        guard validationCount > 0 else { return ValidationResult(loss: pass.meanLoss, accuracy: pass.accuracy) }
        return ValidationResult(
            logits: validationLogits(), classCount: network.classCount,
            truth: targets[trainingCount...].map { Int($0.label) })
    }

    /// Shape [validation reviews, classes].
    private func validationLogits() -> [Float] {
        let (network, matrix) = (network, matrix)
        let shards = (validationCount + Self.reportInterval - 1) / Self.reportInterval
        return parallelMap(shards, threads: context.threads) { shard in
            let start = trainingCount + shard * Self.reportInterval
            let end = min(start + Self.reportInterval, trainingCount + validationCount)
            return (start..<end).flatMap { row in
                let entries = matrix.entries(of: row)
                return network.logits(matrix.columns[entries], matrix.counts[entries])
            }
        }.flatMap { $0 }
    }
}

/// What one pass over the training reviews added up to.
private struct Pass {
    var reviews = 0
    var correct = 0
    var lossSum = 0.0
    var weightSum = 0.0

    var meanLoss: Double { lossSum / max(weightSum, 1e-12) }
    var accuracy: Double { Double(correct) / Double(max(reviews, 1)) }
}
