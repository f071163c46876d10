import ValenceNetworks

/// How a training run is kept behind every epoch, and goes on.
extension RecurrentTrainer {
    /// What two runs must share for one to go on from the other.
    struct Shape: Encodable {
        let network: NetworkConfiguration
        let precision: Precision
        let settings: Settings
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
        guard resumes, let checkpoint, let state = try checkpoint.load(State.self, into: stores(best: best)) else {
            return
        }
        summaries = state.summaries
        stopping.resume(best: (state.best, best), epochsSinceBest: state.epochsSinceBest)
        step = state.step
        optimizer.stepCount = state.optimizerSteps
        average.steps = state.averageSteps
        classifier.network.parametersChanged()
        average.network.parametersChanged()
        guardian.keep(classifier.network, optimizer, rateScale: state.rateScale)
        context.onEvent(checkpoint.goingOn(behind: summaries.last?.epoch ?? 0))
    }
}
