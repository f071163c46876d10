import Foundation
import Testing
import ValenceModels
import ValenceNetworks

@Suite("The network of mean embeddings")
struct MeanEmbeddingNetworkTests {
    typealias Network = MeanEmbeddingNetwork<Double>

    private let places: [Int32] = [0, 2, 3]
    private let counts: [Float] = [1, 3, 2]
    private let rows = 5
    private let E = 11
    private let C = 3
    private let classWeights: [Float] = [0.5, 0.75, 2]
    private static let targets: [Target] = [1, Target(shares: [0.125, 0.625, 0.25])]

    private func values() -> [Double] {
        var random = RandomStream(seed: 5, .sampling)
        return (0..<rows * E + C * E + C).map { _ in random.uniform() * 2 - 1 }
    }

    private func network(_ values: [Double]) -> Network {
        Network(
            size: E, embedding: Array(values[..<(rows * E)]), output: Array(values[(rows * E)..<(rows * E + C * E)]),
            bias: Array(values[(rows * E + C * E)...]))
    }

    private func loss(_ values: [Double], _ target: Target) -> Double {
        var network = network(values)
        return network.step(places[...], counts[...], target: target, rate: 0, classWeights: classWeights).loss
    }

    @Test("steps down the gradient that central differences give, for every parameter", arguments: targets)
    func gradient(target: Target) {
        let start = values()
        var network = network(start)
        let rate = 1e-3
        _ = network.step(places[...], counts[...], target: target, rate: rate, classWeights: classWeights)
        let end = network.embeddingValues + network.outputValues + network.bias
        for index in start.indices {
            var (more, less) = (start, start)
            more[index] += 1e-5
            less[index] -= 1e-5
            let expected = (loss(more, target) - loss(less, target)) / 2e-5
            let share = index >= rows * E + C * E ? Network.biasRate : 1
            let found = (start[index] - end[index]) / rate / share
            #expect(abs(found - expected) < 1e-6, "parameter \(index): \(found), not \(expected)")
        }
    }

    @Test("the loss is the negative log of each class's probability, by its share and weight")
    func lossValue() {
        let network = network(values())
        let z = network.logits(places[...], counts[...])
        let losses = z.map { z_k in log(z.reduce(0) { $0 + exp($1) }) - z_k }
        #expect(abs(loss(values(), Self.targets[0]) - 0.75 * losses[1]) < 1e-12)
        let shared = 0.125 * 0.5 * losses[0] + 0.625 * 0.75 * losses[1] + 0.25 * 2 * losses[2]
        #expect(abs(loss(values(), Self.targets[1]) - shared) < 1e-12)
    }

    @Test("the mean counts an n-gram as often as it occurs, and of no n-grams is zero")
    func mean() {
        let network = Network(size: 1, embedding: [1, 5], output: [1, -1], bias: [0.5, 0])
        #expect(network.logits([0, 1], [3, 1]) == [2.5, -2])
        #expect(network.logits([], []) == [0.5, 0])
    }
}
