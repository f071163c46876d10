import Foundation
import ValenceNetworks
import ValenceText

/// Trains a convolution by stochastic gradient descent, some reviews a step, with a rate that falls to zero along half a
/// cosine (Loshchilov & Hutter 2017, arXiv:1608.03983), and weights that decay.
///
/// The region vectors it reads are learned before from the texts alone, where none are given. The states of a language model
/// are formed anew in every epoch, which takes less than to keep them all would take of memory.
struct ConvolutionTrainer {
    struct Settings: Codable, Sendable {
        var network: ConvolutionNetwork.Settings
        var epochs: Int
        var batchSize = 8
        var learningRate: Float = 0.1
        /// By this share of the rate each review makes the weights smaller.
        var weightDecay: Float = 1e-4
        /// The probability that a unit is left out of a review's step.
        var dropout = 0.5
        /// The probability that a word of a review is unknown to a step.
        var wordDropout = 0.2
        var precision: Precision

        /// What a user did not choose: few reviews are read more often, and so are those of which a teacher says more than a
        /// label. Where a language model is read, which has done most of the learning before, half as often is enough.
        init(_ options: TrainingOptions, _ context: TrainingContext, readsLanguage: Bool) throws {
            network = ConvolutionNetwork.Settings(
                units: options.hiddenSize ?? 512, classCount: context.corpus.labelNames.count)
            let isTaught = !context.corpus.taught.isEmpty
            let passes = max(isTaught ? 40 : 20, 500_000 / max(1, context.split.training.count))
            epochs = options.epochs ?? min(60, readsLanguage ? passes / 2 : passes)
            batchSize = options.batchSize ?? batchSize
            learningRate = options.learningRate ?? learningRate
            dropout = options.dropout.map { Double($0) } ?? dropout
            precision = try options.chosenPrecision() ?? .suiting(tokens: context.trainingTokenCount)
        }
    }

    /// Steps between two reports.
    private static let reportInterval = 16
    /// Reviews between two times that the weights decay.
    private static let decayInterval = 4096
    /// Reviews that the language model reads side by side.
    private static let readAhead = 256

    private let settings: Settings
    private let context: TrainingContext
    private let embedding: RegionEmbedding
    private let language: LanguageReader?
    /// The language model's states as they are read while the network learns.
    private let learningStates: LanguageStates?
    private let network: ConvolutionNetwork
    private let loss: SoftmaxCrossEntropy
    /// By number of a token in the corpus: its word in the vocabulary, and in the language model's.
    private let words: [Int32]
    private let languageWords: [Int32]

    static func train(_ options: TrainingOptions, context: TrainingContext) throws -> Trained {
        let language = try LanguageReader(ofConvolution: options, context)
        let settings = try Settings(options, context, readsLanguage: language != nil)
        let embedding = try regionEmbedding(options, context)
        return try ConvolutionTrainer(settings, embedding, language, context).run(options)
    }

    private static func regionEmbedding(
        _ options: TrainingOptions, _ context: TrainingContext
    ) throws -> RegionEmbedding {
        if let path = options.regionVectorsPath {
            return try RegionEmbedding(path: path, textSettings: context.corpus.textSettings)
        }
        var run = PretrainingOptions(threads: context.threads)
        run.seed = context.seed
        return try RegionVectorTrainer(
            context.corpus, reviews: context.texts, options: run,
            isCancelled: context.isCancelled, onEvent: context.onEvent
        ).run().embedding
    }

    private init(
        _ settings: Settings, _ embedding: RegionEmbedding, _ language: LanguageReader?, _ context: TrainingContext
    ) throws {
        self.settings = settings
        self.embedding = embedding
        self.language = language
        learningStates = try language?.states.reading(in: settings.precision)
        self.context = context
        loss = SoftmaxCrossEntropy(classWeights: context.classWeights)
        network = ConvolutionNetwork(
            settings.network, regionVectors: embedding.vectors, stateSize: language?.states.size ?? 0,
            seed: context.seed, precision: settings.precision)
        let table = context.corpus.table
        func numbers(in vocabulary: Vocabulary) -> [Int32] {
            (0..<table.count).map { vocabulary.id(of: table[$0], hash: table.hashes[$0]) }
        }
        words = numbers(in: embedding.vocabulary)
        languageWords = language.map { numbers(in: $0.vocabulary) } ?? []
        context.onEvent(
            .started(
                TrainingStart(
                    kind: .cnn, architecture: classifier.architecture,
                    parameterCount: network.parameters.layout.count, trainingReviews: context.split.training.count,
                    validationReviews: context.split.validation.count)))
        context.onEvent(
            .note(
                "vocabulary \(embedding.vocabulary.count); \(settings.epochs) epochs, batches of \(settings.batchSize), "
                    + "learning rate \(settings.learningRate) falling to 0, dropout \(settings.dropout), of words "
                    + "\(settings.wordDropout)" + settings.precision.note))
    }

    private var classifier: ConvolutionClassifier {
        ConvolutionClassifier(embedding, language, network: network.reading(in: .single))
    }

    private func text(_ review: Int) -> [Int32] { context.corpus[review].map { words[Int($0)] } }

    /// The language model's states at the places of some reviews; none where there is no such model.
    private func states(_ reviews: ArraySlice<Int>, by states: LanguageStates?) -> [Matrix<Float>?] {
        guard let states else { return Array(repeating: nil, count: reviews.count) }
        let texts = reviews.map { review in context.corpus[review].map { languageWords[Int($0)] }[...] }
        return states.vectors(of: texts, threads: context.threads)
    }

    /// - Throws: `ModelsError.diverged`; `CancellationError` when stopped in the first epoch.
    private func run(_ options: TrainingOptions) throws -> Trained {
        let checkpoint = try options.checkpointPath.map(checkpoint)
        var summaries = options.resumes ? try resume(from: checkpoint) : []
        for epoch in stride(from: summaries.count + 1, through: settings.epochs, by: 1) {
            let start = ContinuousClock.now
            guard let pass = try runEpoch(epoch) else {
                // Part of an epoch has changed the weights; they are good.
                guard !summaries.isEmpty else { throw CancellationError() }
                break
            }
            let result = validate()
            let summary = EpochSummary(
                kind: .cnn, epoch: epoch, trainingLoss: pass.loss, trainingAccuracy: pass.accuracy,
                validationLoss: result?.loss, validationAccuracy: result?.accuracy,
                learningRate: Double(rate(Double(epoch) / Double(settings.epochs))), isBest: true,
                elapsedSeconds: (ContinuousClock.now - start).seconds)
            summaries.append(summary)
            context.onEvent(.epochEnded(summary))
            try checkpoint?.save(State(summaries: summaries), stores)
        }
        return Trained(
            classifier: classifier, validationLogits: validationLogits(), epochs: summaries,
            precision: settings.precision)
    }

    /// What a checkpoint keeps beside the numbers.
    private struct State: Codable {
        let summaries: [EpochSummary]
    }

    private var stores: [(name: String, store: ParameterStore<Float>)] { [("parameters", network.parameters)] }

    private func checkpoint(path: String) throws -> Checkpoint {
        let vectors = [embedding.vectors.words.values, embedding.vectors.bias.values]
        let states = language.map { [$0.states.network.parameters.flat.values] } ?? []
        return try Checkpoint(
            path: path, settings: settings, read: [words, languageWords] + (vectors + states).map(Checkpoint.bits),
            context: context)
    }

    private func resume(from checkpoint: Checkpoint?) throws -> [EpochSummary] {
        guard let checkpoint, let state = try checkpoint.load(State.self, into: stores) else { return [] }
        context.onEvent(checkpoint.goingOn(behind: state.summaries.count))
        return state.summaries
    }

    /// The learning rate when some share of the training is done.
    private func rate(_ done: Double) -> Float {
        settings.learningRate * Float(0.5 * (1 + cos(.pi * done)))
    }

    private func runEpoch(_ epoch: Int) throws -> (loss: Double, accuracy: Double)? {
        var random = RandomStream(seed: context.seed, .shuffle, epoch: epoch)
        var order = context.split.training
        random.shuffle(&order)
        var (lossSum, weightSum, correct, undecayed) = (0.0, 0.0, 0, 0)
        let batches = (order.count + settings.batchSize - 1) / settings.batchSize
        let start = ContinuousClock.now
        let batchesAhead = max(1, Self.readAhead / settings.batchSize)
        var ahead: ArraySlice<Matrix<Float>?> = []
        for batch in 0..<batches {
            if context.isCancelled() { return nil }
            func end(behind count: Int) -> Int { min((batch + count) * settings.batchSize, order.count) }
            let first = batch * settings.batchSize
            let reviews = order[first..<end(behind: 1)]
            if batch % batchesAhead == 0 {
                ahead = states(order[first..<end(behind: batchesAhead)], by: learningStates)[...]
            }
            let targets = reviews.map { context.corpus.target(of: $0) }
            var drops = RandomStream(seed: context.seed, .wordDropout, epoch: epoch, batch: batch)
            let read = zip(reviews, ahead.prefix(reviews.count)).map { review, states in
                ConvolutionNetwork.Review(
                    words: text(review).map { drops.bernoulli(settings.wordDropout) ? Vocabulary.unknown : $0 }[...],
                    states: states)
            }
            ahead = ahead.dropFirst(reviews.count)
            let fraction = Double(batch + 1) / Double(batches)
            let rate = rate((Double(epoch) - 1 + fraction) / Double(settings.epochs))
            let step = ConvolutionNetwork.Step(
                rate: rate, dropout: settings.dropout, loss: loss,
                key: DropoutKey(seed: context.seed, epoch: epoch, batch: batch))
            let result = network.step(read, targets: targets, by: step, threads: context.threads)
            guard result.lossSum.isFinite else {
                throw ModelsError.diverged(
                    "epoch \(epoch), batch \(batch + 1): the loss is not a finite number; lower --learning-rate "
                        + "(\(settings.learningRate))")
            }
            lossSum += result.lossSum
            weightSum += targets.reduce(0) { $0 + $1.weight(loss.classWeights) }
            correct += result.correct
            undecayed += reviews.count
            if undecayed >= Self.decayInterval || batch == batches - 1 {
                network.decay(by: 1 - rate * settings.weightDecay * Float(undecayed), threads: context.threads)
                undecayed = 0
            }
            guard batch % Self.reportInterval == 0 || batch == batches - 1 else { continue }
            let seen = batch * settings.batchSize + reviews.count
            let seconds = (ContinuousClock.now - start).seconds
            context.onEvent(
                .progress(
                    TrainingProgress(
                        kind: .cnn, stage: "epoch", epoch: epoch, epochs: settings.epochs, fractionDone: fraction,
                        loss: lossSum / max(weightSum, 1e-12), accuracy: Double(correct) / Double(seen),
                        secondsLeft: seconds / fraction * (Double(settings.epochs - epoch) + 1 - fraction))))
        }
        return (lossSum / max(weightSum, 1e-12), Double(correct) / Double(max(order.count, 1)))
    }

    private func validate() -> ValidationResult? {
        let validation = context.split.validation
        guard !validation.isEmpty else { return nil }
        return ValidationResult(
            logits: validationLogits(), classCount: settings.network.classCount,
            truth: validation.map { Int(context.corpus.labels[$0]) })
    }

    /// Shape [validation reviews, classes].
    private func validationLogits() -> [Float] {
        let validation = context.split.validation
        let network = network.reading(in: .single)
        return stride(from: 0, to: validation.count, by: Self.readAhead).flatMap { first in
            let reviews = validation[first..<min(first + Self.readAhead, validation.count)]
            let states = states(reviews, by: language?.states)
            return parallelMap(reviews.count, threads: context.threads) {
                network.logits(of: .init(words: text(reviews[first + $0])[...], states: states[$0]))
            }.flatMap { $0 }
        }
    }
}
