import ValenceNetworks

/// The epochs of a mean embedding's training.
struct MeanEmbeddingRun {
    private(set) var network: EmbeddingNetwork
    let schedule: MeanEmbeddingTrainer.Schedule
    let context: TrainingContext
    private var step = 0
    private var rateScale = 1.0
    private var recoveries = 0

    init(network: EmbeddingNetwork, schedule: MeanEmbeddingTrainer.Schedule, context: TrainingContext) {
        self.network = network
        self.schedule = schedule
        self.context = context
    }

    private struct Pass {
        var lossSum = 0.0
        var weightSum = 0.0
        var correct = 0
        var reviews = 0

        var meanLoss: Double { lossSum / max(weightSum, 1e-12) }
        var accuracy: Double { Double(correct) / Double(max(reviews, 1)) }
    }

    /// - Returns: the state after the best epoch, and what each epoch gave.
    /// - Throws: `ModelsError.diverged` where no rate gives finite numbers; `CancellationError` when stopped before the
    ///   first batch was learned.
    mutating func run() throws -> (state: EmbeddingNetwork.State, epochs: [EpochSummary]) {
        var summaries: [EpochSummary] = []
        var best: (result: ValidationResult, state: EmbeddingNetwork.State)?
        var epochsSinceBest = 0
        var epoch = 1
        while epoch <= schedule.epochs, epochsSinceBest < schedule.patience, !context.isCancelled() {
            let start = ContinuousClock.now
            let before = (state: network.state, step: step)
            guard let pass = runEpoch(epoch, start: start) else {
                try recover(to: before.state, step: before.step, epoch: epoch)
                continue
            }
            if pass.reviews == 0 { break }
            let result = validate(otherwise: pass)
            let isBest = best.map { result.isBetter(than: $0.result) } ?? true
            if isBest { best = (result, network.state) }
            epochsSinceBest = isBest ? 0 : epochsSinceBest + 1
            let isJudged = !context.split.validation.isEmpty
            let summary = EpochSummary(
                kind: .embedding, epoch: epoch, trainingLoss: pass.meanLoss, trainingAccuracy: pass.accuracy,
                validationLoss: isJudged ? result.loss : nil, validationAccuracy: isJudged ? result.accuracy : nil,
                learningRate: rate, isBest: isBest, elapsedSeconds: (ContinuousClock.now - start).seconds)
            summaries.append(summary)
            context.onEvent(.epochEnded(summary))
            epoch += 1
        }
        guard let best else { throw CancellationError() }
        return (best.state, summaries)
    }

    private var batchesPerEpoch: Int {
        (context.split.training.count + schedule.batchSize - 1) / schedule.batchSize
    }

    /// The rate of the next step: falls linearly to nothing over all epochs.
    private var rate: Double {
        let total = Double(schedule.epochs * batchesPerEpoch)
        return schedule.learningRate * rateScale * max(0, 1 - Double(step) / total)
    }

    /// - Returns: `nil` where a batch gave no finite loss.
    private mutating func runEpoch(_ epoch: Int, start: ContinuousClock.Instant) -> Pass? {
        var order = context.split.training
        var random = RandomStream(seed: context.seed, .shuffle, epoch: epoch)
        random.shuffle(&order)
        var pass = Pass()
        for first in stride(from: 0, to: order.count, by: schedule.batchSize) {
            if context.isCancelled() { break }
            let batch = order[first..<min(first + schedule.batchSize, order.count)]
            let result = network.learn(batch, labels: context.corpus.labels, rate: Float(rate))
            guard result.lossSum.isFinite else { return nil }
            step += 1
            pass.lossSum += result.lossSum
            pass.weightSum += result.weightSum
            pass.correct += result.correct
            pass.reviews += batch.count
            if step % 64 == 0 { report(pass, epoch: epoch, start: start) }
        }
        return pass
    }

    /// Back to the state before an epoch, with half the rate.
    private mutating func recover(to state: EmbeddingNetwork.State, step: Int, epoch: Int) throws {
        recoveries += 1
        guard recoveries <= MeanEmbeddingTrainer.patienceWithDivergence else {
            throw ModelsError.diverged(
                "training gives non-finite numbers even at \(rateScale) of the learning rate; lower --learning-rate, or "
                    + "look for damaged --vectors")
        }
        rateScale /= 2
        network.state = state
        self.step = step
        context.onEvent(
            .warning(
                "epoch \(epoch): the loss is not a finite number; went back to its beginning, learning rate now "
                    + "\(rateScale) of what it was"))
    }

    /// Loss and accuracy on the validation reviews; the training pass's own where there are none.
    private mutating func validate(otherwise pass: Pass) -> ValidationResult {
        let reviews = context.split.validation
        guard !reviews.isEmpty else { return ValidationResult(loss: pass.meanLoss, accuracy: pass.accuracy) }
        return ValidationResult(
            logits: network.logits(of: reviews[...]), classCount: network.classCount,
            truth: reviews.map { Int(context.corpus.labels[$0]) })
    }

    private func report(_ pass: Pass, epoch: Int, start: ContinuousClock.Instant) {
        let count = context.split.training.count
        let seconds = (ContinuousClock.now - start).seconds
        let left = count - pass.reviews + (schedule.epochs - epoch) * count
        context.onEvent(
            .progress(
                TrainingProgress(
                    kind: .embedding, stage: "epoch", epoch: epoch, epochs: schedule.epochs,
                    fractionDone: Double(pass.reviews) / Double(count), loss: pass.meanLoss, accuracy: pass.accuracy,
                    secondsLeft: seconds / Double(max(pass.reviews, 1)) * Double(left))))
    }
}
