import ValenceNetworks

/// Keeps the last good state of a training run, and takes it back there when a step gives non-finite numbers.
package struct DivergenceGuard {
    /// Good steps between two kept states.
    package static let interval = 200
    /// Recoveries without a kept state between them that end the training.
    package static let patience = 8

    /// What the learning rate is multiplied by: halved at every recovery.
    package private(set) var rateScale = 1.0
    private var parameters: ParameterStore<Float>
    private var optimizer: AdamOptimizer
    private var goodSteps = 0
    private var recoveries = 0

    package init(network: RecurrentNetwork, optimizer: AdamOptimizer) {
        parameters = network.parameters.copy()
        self.optimizer = optimizer.copy()
    }

    /// Keeps the state behind an epoch; `rateScale` where a run goes on.
    package mutating func keep(_ network: RecurrentNetwork, _ current: AdamOptimizer, rateScale: Double? = nil) {
        goodSteps = 0
        recoveries = 0
        parameters.assign(from: network.parameters)
        optimizer.assign(from: current)
        if let rateScale { self.rateScale = rateScale }
    }

    /// A step gave finite numbers.
    package mutating func stepped(_ network: RecurrentNetwork, _ current: AdamOptimizer) {
        goodSteps += 1
        if goodSteps == Self.interval { keep(network, current) }
    }

    /// A step did not: back to the last kept state, with half the learning rate.
    /// - Throws: `ModelsError.diverged` where that did not help time and again.
    package mutating func recover(_ network: RecurrentNetwork, _ current: inout AdamOptimizer) throws {
        recoveries += 1
        guard recoveries <= Self.patience else {
            throw ModelsError.diverged(
                "training gives non-finite numbers even at \(rateScale) of the learning rate; lower --learning-rate or "
                    + "--clip-norm, or look for damaged --vectors")
        }
        rateScale /= 2
        goodSteps = 0
        network.parameters.assign(from: parameters)
        network.parametersChanged()
        current.assign(from: optimizer)
    }
}
