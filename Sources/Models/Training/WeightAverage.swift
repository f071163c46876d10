import Foundation
import ValenceNetworks

/// The exponential moving average of a network's weights, which generalises better than the last ones (Polyak & Juditsky
/// 1992, doi:10.1137/0330046; Izmailov et al. 2018, arXiv:1803.05407).
struct WeightAverage: Sendable {
    /// Steps between two updates; the decay stands for as many.
    private static let interval = 8

    /// A network over the averaged weights.
    let network: RecurrentNetwork
    /// How much of the average stays at a step.
    private let decay: Double
    var steps = 0

    init(of network: RecurrentNetwork, decay: Double) throws {
        self.network = try RecurrentNetwork(network.configuration, parameters: network.parameters.copy())
        self.decay = decay
    }

    /// Takes the weights behind a step; early ones are forgotten faster.
    mutating func add(_ parameters: ParameterStore<Float>, threads: Int) {
        steps += 1
        guard steps.isMultiple(of: Self.interval) else { return }
        let updates = Double(steps / Self.interval)
        let kept = min(pow(decay, Double(Self.interval)), updates / (updates + 9))
        network.parameters.flat.approach(parameters.flat, by: Float(1 - kept), threads: threads)
        network.parametersChanged()
    }
}
