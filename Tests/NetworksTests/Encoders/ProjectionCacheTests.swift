import Testing
import ValenceNetworks

@Suite struct ProjectionCacheTests {
    @Test("a warm cache gives the same bytes as a cold one, and forgets when the parameters change")
    func warm() throws {
        let configuration = NetworkConfiguration(vocabularySize: 300, embeddingSize: 9, hiddenSize: 10)
        let reviews = randomReviews(120, vocabulary: 300, longest: 30)
        let warm = try RecurrentNetwork(configuration, seed: 6)
        for start in stride(from: 0, to: 120, by: 10) {
            _ = warm.logits(of: Array(reviews[start..<start + 10]), threads: 2)
        }
        let cold = try RecurrentNetwork(configuration, seed: 6)
        let first = cold.logits(of: reviews, threads: 1)
        #expect(warm.logits(of: reviews, threads: 2).map(\.bitPattern) == first.map(\.bitPattern))
        warm.parameters.flat.scale(by: 1.5)
        warm.parametersChanged()
        #expect(warm.logits(of: reviews, threads: 1) != first)
    }

    @Test("words beyond the cache's room are projected anew, with the same result")
    func full() throws {
        // 64 MiB hold 2,048 words of 2 directions × 4 gates × 1,024 units; the reviews have more.
        let configuration = NetworkConfiguration(
            vocabularySize: 3000, embeddingSize: 1, hiddenSize: 1024, pooling: [.max])
        let parameters = ParameterStore<Float>(configuration.layout)
        for column in 0..<3000 { parameters.flat[0, column] = Float(column) / 1000 - 1 }
        parameters.matrix("encoder.weight_ih_l0").fill(0.5)
        parameters.matrix("encoder.weight_ih_l0_reverse").fill(-0.5)
        parameters.matrix("output.weight").rows(0..<1).fill(0.01)
        let network = try RecurrentNetwork(configuration, parameters: parameters)
        let reviews = (0..<3000).map { [Int32($0)][...] }
        let first = network.logits(of: reviews, threads: 2)
        #expect(network.logits(of: reviews, threads: 1) == first)
        let fresh = try RecurrentNetwork(configuration, parameters: parameters)
        #expect(fresh.logits(of: Array(reviews.suffix(3)), threads: 1) == Array(first.suffix(6)))
        #expect(Set(stride(from: 0, to: 6000, by: 500).map { first[$0] }).count == 12)
    }
}
