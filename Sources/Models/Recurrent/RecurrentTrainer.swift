import Foundation
import ValenceNetworks
import ValenceText

/// Trains a recurrent classifier by backpropagation through time (Werbos 1990, doi:10.1109/5.58337), in epochs of
/// length-bucketed batches, with Adam and early stopping on the validation reviews.
struct RecurrentTrainer {
    struct Settings: Codable, Sendable {
        var epochs: Int
        var batchSize: Int
        var learningRate: Double
        var patience: Int
        /// Tokens of a training review.
        var maximumLength: Int
        /// The size of adversarial steps; nil for none.
        var perturbation: Double?
        /// Of the moving average of the weights, by which the model is judged and saved.
        var averageDecay = 0.999
        var optimizer: AdamOptimizer.Settings
    }

    let settings: Settings
    let context: TrainingContext
    let classifier: RecurrentClassifier
    /// Each review's ids, clipped: those that are validated as the classifier does it.
    private let ids: [[Int32]]
    private let loss: SoftmaxCrossEntropy
    private let schedule: LearningRateSchedule
    private let batchesPerEpoch: Int
    let checkpoint: Checkpoint?
    let resumes: Bool
    /// The language model's states as they are read while the network learns; nil where there is none.
    private let learningStates: LanguageStates?

    var optimizer: AdamOptimizer
    var guardian: DivergenceGuard
    var average: WeightAverage
    var step = 0

    /// - Parameters:
    ///   - checkpointPath: nil for none.
    ///   - resumes: whether to go on from the checkpoint, if there is one.
    init(
        _ classifier: RecurrentClassifier, settings: Settings, context: TrainingContext, checkpointPath: String? = nil,
        resumes: Bool = false
    ) throws {
        self.settings = settings
        self.context = context
        self.classifier = classifier
        let corpus = context.corpus
        let idOfToken = (0..<corpus.table.count).map { token in
            classifier.vocabulary.id(of: corpus.table[token], hash: corpus.table.hashes[token])
        }
        let validated = Set(context.split.validation)
        ids = (0..<corpus.count).map { review in
            var ids = corpus[review].map { idOfToken[Int($0)] }
            Truncation.clip(
                &ids, to: validated.contains(review) ? classifier.settings.maximumLength : settings.maximumLength)
            return ids
        }
        loss = SoftmaxCrossEntropy(classWeights: context.classWeights)
        batchesPerEpoch = (context.split.training.count + settings.batchSize - 1) / settings.batchSize
        schedule = LearningRateSchedule(peak: settings.learningRate, stepCount: settings.epochs * batchesPerEpoch)
        optimizer = AdamOptimizer(classifier.network.parameters.layout, settings: settings.optimizer)
        guardian = DivergenceGuard(network: classifier.network, optimizer: optimizer)
        average = try WeightAverage(of: classifier.network, decay: settings.averageDecay)
        self.resumes = resumes
        learningStates = try classifier.language?.states.reading(in: classifier.network.precision)
        let language = classifier.language.map { [Checkpoint.bits($0.states.network.parameters.flat.values)] } ?? []
        checkpoint = try checkpointPath.map { [ids] path in
            try Checkpoint(
                path: path,
                settings: Shape(
                    network: classifier.settings.network, precision: classifier.network.precision,
                    settings: settings),
                read: ids + language, context: context)
        }
    }

    /// Trains the classifier's network in place; its parameters end as those of the best epoch.
    /// - Returns: what each epoch gave.
    /// - Throws: `ModelsError.diverged` where no step gives finite numbers any more; `CancellationError` when stopped
    ///   before the first batch was learned.
    mutating func run() throws -> [EpochSummary] {
        var summaries: [EpochSummary] = []
        var stopping = EarlyStopping<ParameterStore<Float>>(patience: settings.patience)
        try resume(&summaries, &stopping)
        for epoch in stride(from: summaries.last.map { $0.epoch + 1 } ?? 1, through: settings.epochs, by: 1) {
            if stopping.isPatienceSpent { break }
            let start = ContinuousClock.now
            let pass = try runEpoch(epoch, start: start)
            if pass.batches == 0 {
                if context.isCancelled() { break }
                continue  // Every step of this epoch was taken back; the next ones are smaller.
            }
            let result = validate(otherwise: pass)
            let isBest = stopping.add(result, state: average.network.parameters.copy())
            let summary = EpochSummary(
                kind: .bilstm, epoch: epoch, trainingLoss: pass.meanLoss, trainingAccuracy: pass.accuracy,
                validationLoss: context.split.validation.isEmpty ? nil : result.loss,
                validationAccuracy: context.split.validation.isEmpty ? nil : result.accuracy,
                learningRate: schedule.rate(at: max(0, step - 1)) * guardian.rateScale,
                gradientNorm: pass.normSum / Double(pass.batches),
                clippedSteps: pass.clippedSteps, nonFiniteSteps: pass.nonFiniteSteps, isBest: isBest,
                elapsedSeconds: (ContinuousClock.now - start).seconds)
            summaries.append(summary)
            context.onEvent(.epochEnded(summary))
            if context.isCancelled() { break }
            guardian.keep(classifier.network, optimizer)
            if let best = stopping.best { try save(summaries, best, epochsSinceBest: stopping.epochsSinceBest) }
        }
        guard let best = stopping.best else {
            if context.isCancelled() { throw CancellationError() }
            throw ModelsError.diverged(
                "no step of \(settings.epochs) epochs gave finite numbers; lower --learning-rate, or look for damaged "
                    + "--vectors")
        }
        classifier.network.parameters.assign(from: best.state)
        classifier.network.parametersChanged()
        return summaries
    }

    private mutating func runEpoch(_ epoch: Int, start: ContinuousClock.Instant) throws -> EpochPass {
        var random = RandomStream(seed: context.seed, .shuffle, epoch: epoch)
        let batches = LengthBuckets.shuffled(
            context.split.training, lengths: ids.map(\.count), batchSize: settings.batchSize, random: &random)
        var pass = EpochPass()
        for (number, batch) in batches.enumerated() {
            if context.isCancelled() { break }
            let texts = batch.map { ids[$0][...] }
            let result = classifier.network.gradient(
                of: texts, contexts: learningStates?.raw(of: texts, threads: context.threads),
                targets: batch.map { context.corpus.target(of: $0) }, loss: loss,
                dropout: DropoutKey(seed: context.seed, epoch: epoch, batch: number),
                perturbation: settings.perturbation,
                threads: context.threads)
            let rate = schedule.rate(at: step) * guardian.rateScale
            step += 1
            var outcome = AdamOptimizer.Outcome.notFinite
            if result.lossSum.isFinite {
                outcome = optimizer.step(
                    classifier.network, result.gradient, learningRate: rate, threads: context.threads)
            }
            switch outcome {
            case .stepped(let norm):
                pass.add(result, norm: norm, tokens: batch.reduce(0) { $0 + ids[$1].count })
                if let limit = settings.optimizer.clipNorm, norm > limit { pass.clippedSteps += 1 }
                guardian.stepped(classifier.network, optimizer)
                average.add(classifier.network.parameters, threads: context.threads)
            case .notFinite:
                pass.nonFiniteSteps += 1
                let what = result.lossSum.isFinite ? "gradient" : "loss"
                try guardian.recover(classifier.network, &optimizer)
                context.onEvent(
                    .warning(
                        "epoch \(epoch), batch \(number + 1): the \(what) is not a finite number; went back to the last "
                            + "good state, learning rate now \(guardian.rateScale) of what it was"))
            }
            report(pass, epoch: epoch, done: number + 1, of: batches.count, start: start)
        }
        return pass
    }

    private func report(
        _ pass: EpochPass, epoch: Int, done: Int, of count: Int, start: ContinuousClock.Instant
    ) {
        let seconds = (ContinuousClock.now - start).seconds
        let left = seconds / Double(done) * Double(count - done + (settings.epochs - epoch) * count)
        context.onEvent(
            .progress(
                TrainingProgress(
                    kind: .bilstm, stage: "epoch", epoch: epoch, epochs: settings.epochs,
                    fractionDone: Double(done) / Double(count), loss: pass.meanLoss, accuracy: pass.accuracy,
                    tokensPerSecond: Double(pass.tokens) / max(seconds, 1e-9), secondsLeft: left)))
    }

    /// Loss and accuracy on the validation reviews; the training pass's own where there are none.
    private func validate(otherwise pass: EpochPass) -> ValidationResult {
        let reviews = context.split.validation
        guard !reviews.isEmpty else { return ValidationResult(loss: pass.meanLoss, accuracy: pass.accuracy) }
        return ValidationResult(
            logits: validationLogits(of: average.network), classCount: classifier.classCount,
            truth: reviews.map { Int(context.corpus.labels[$0]) })
    }

    /// Shape [validation reviews, classes].
    func validationLogits(of network: RecurrentNetwork) -> [Float] {
        let texts = context.split.validation.map { ids[$0][...] }
        return network.logits(
            of: texts, context: classifier.language?.states.raw, threads: context.threads)
    }
}

/// What one pass over the training reviews added up to.
private struct EpochPass {
    var batches = 0
    var lossSum = 0.0
    var weightSum = 0.0
    var correct = 0
    var reviews = 0
    var tokens = 0
    var normSum = 0.0
    var clippedSteps = 0
    var nonFiniteSteps = 0

    var meanLoss: Double { lossSum / max(weightSum, 1e-12) }
    var accuracy: Double { Double(correct) / Double(max(reviews, 1)) }

    mutating func add(_ result: RecurrentNetwork.BatchResult, norm: Double, tokens: Int) {
        batches += 1
        lossSum += result.lossSum
        weightSum += result.weightSum
        correct += result.correct
        reviews += result.count
        self.tokens += tokens
        normSum += norm
    }
}
