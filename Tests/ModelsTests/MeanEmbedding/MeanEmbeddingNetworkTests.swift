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

    private func values() -> [Double] {
        var random = RandomStream(seed: 5, .sampling)
        return (0..<rows * E + C * E + C).map { _ in random.uniform() * 2 - 1 }
    }

    private func network(_ values: [Double]) -> Network {
        Network(
            size: E, embedding: Array(values[..<(rows * E)]), output: Array(values[(rows * E)..<(rows * E + C * E)]),
            bias: Array(values[(rows * E + C * E)...]))
    }

    private func loss(_ values: [Double]) -> Double {
        var network = network(values)
        return network.step(places[...], counts[...], label: 1, rate: 0, weight: 0.7).loss
    }

    @Test("steps down the gradient that central differences give, for every parameter")
    func gradient() {
        let start = values()
        var network = network(start)
        let rate = 1e-3
        _ = network.step(places[...], counts[...], label: 1, rate: rate, weight: 0.7)
        let end = network.embeddingValues + network.outputValues + network.bias
        for index in start.indices {
            var (more, less) = (start, start)
            more[index] += 1e-5
            less[index] -= 1e-5
            let expected = (loss(more) - loss(less)) / 2e-5
            let share = index >= rows * E + C * E ? Network.biasRate : 1
            let found = (start[index] - end[index]) / rate / share
            #expect(abs(found - expected) < 1e-6, "parameter \(index): \(found), not \(expected)")
        }
    }

    @Test("the loss is the negative log of the label's probability, by the weight")
    func lossValue() {
        let network = network(values())
        let z = network.logits(places[...], counts[...])
        let expected = 0.7 * (log(z.reduce(0) { $0 + exp($1) }) - z[1])
        #expect(abs(loss(values()) - expected) < 1e-12)
    }

    @Test("the mean counts an n-gram as often as it occurs, and of no n-grams is zero")
    func mean() {
        let network = Network(size: 1, embedding: [1, 5], output: [1, -1], bias: [0.5, 0])
        #expect(network.logits([0, 1], [3, 1]) == [2.5, -2])
        #expect(network.logits([], []) == [0.5, 0])
    }
}
