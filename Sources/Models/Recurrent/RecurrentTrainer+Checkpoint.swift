import ValenceNetworks

/// How a training run is kept behind every epoch, and goes on.
extension RecurrentTrainer {
    /// What two runs must share for one to go on from the other.
    private struct Shape: Codable {
        let network: NetworkConfiguration
        let settings: Settings
        let classWeights: [Float]?
        let seed: UInt64
    }

    static func checkpoint(
        _ path: String, _ network: NetworkConfiguration, _ settings: Settings, _ context: TrainingContext,
        _ ids: [[Int32]]
    ) throws -> Checkpoint {
        let taught = context.corpus.taught.sorted { $0.key < $1.key }.map {
            $0.value.map { Int32(bitPattern: $0.bitPattern) }
        }
        let split = [context.split.training, context.split.validation].map { $0.map { Int32($0) } }
        return try Checkpoint(
            path: path,
            settings: Shape(
                network: network, settings: settings, classWeights: context.classWeights, seed: context.seed),
            data: Checkpoint.digest(ids + [context.corpus.labels] + split + taught))
    }

    /// What a checkpoint keeps beside the numbers.
    private struct State: Codable {
        let summaries: [EpochSummary]
        let step, optimizerSteps, averageSteps, epochsSinceBest: Int
        let rateScale: Double
        let best: ValidationResult
    }

    private func stores(best: ParameterStore<Float>) -> [(name: String, store: ParameterStore<Float>)] {
        [
            ("parameters", classifier.network.parameters), ("first", optimizer.firstMoment),
            ("second", optimizer.secondMoment), ("average", average.network.parameters), ("best", best),
        ]
    }

    func save(
        _ summaries: [EpochSummary], _ best: (result: ValidationResult, state: ParameterStore<Float>),
        epochsSinceBest: Int
    ) throws {
        try checkpoint?.save(
            State(
                summaries: summaries, step: step, optimizerSteps: optimizer.stepCount, averageSteps: average.steps,
                epochsSinceBest: epochsSinceBest, rateScale: guardian.rateScale, best: best.result),
            stores(best: best.state))
    }

    mutating func resume(
        _ summaries: inout [EpochSummary], _ stopping: inout EarlyStopping<ParameterStore<Float>>
    ) throws {
        let best = ParameterStore<Float>(classifier.network.parameters.layout)
        guard resumes, let state = try checkpoint?.load(State.self, into: stores(best: best)) else { return }
        summaries = state.summaries
        stopping.resume(best: (state.best, best), epochsSinceBest: state.epochsSinceBest)
        step = state.step
        optimizer.stepCount = state.optimizerSteps
        average.steps = state.averageSteps
        classifier.network.parametersChanged()
        average.network.parametersChanged()
        guardian.keep(classifier.network, optimizer, rateScale: state.rateScale)
        context.onEvent(
            .note("going on behind epoch \(summaries.last?.epoch ?? 0), as \(checkpoint?.path ?? "") has it"))
    }
}
