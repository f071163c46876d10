import Testing
import ValenceModels
import ValenceNetworks

@Suite("The divergence guard")
struct DivergenceGuardTests {
    private func network() throws -> RecurrentNetwork {
        try RecurrentNetwork(NetworkConfiguration(vocabularySize: 5, embeddingSize: 3, hiddenSize: 2), seed: 1)
    }

    @Test("takes parameters and optimizer back to the last kept state, and halves the rate")
    func recovers() throws {
        let network = try network()
        var optimizer = AdamOptimizer(network.parameters.layout)
        var guardian = DivergenceGuard(network: network, optimizer: optimizer)
        let start = network.parameters["output.weight"]
        network.parameters["output.weight"] = start.map { _ in .nan }
        optimizer.stepCount = 7
        try guardian.recover(network, &optimizer)
        #expect(network.parameters["output.weight"] == start)
        #expect(optimizer.stepCount == 0)
        #expect(guardian.rateScale == 0.5)
    }

    @Test("keeps a new state after so many good steps in a row, not before")
    func keeps() throws {
        let network = try network()
        var optimizer = AdamOptimizer(network.parameters.layout)
        var guardian = DivergenceGuard(network: network, optimizer: optimizer)
        let start = network.parameters["output.bias"]
        let later: [Float] = start.map { $0 + 1 }
        network.parameters["output.bias"] = later
        for _ in 1..<DivergenceGuard.interval { guardian.stepped(network, optimizer) }
        try guardian.recover(network, &optimizer)
        #expect(network.parameters["output.bias"] == start)
        network.parameters["output.bias"] = later
        for _ in 0..<DivergenceGuard.interval { guardian.stepped(network, optimizer) }
        network.parameters["output.bias"] = start.map { _ in .infinity }
        try guardian.recover(network, &optimizer)
        #expect(network.parameters["output.bias"] == later)
    }

    @Test("gives up when going back did not help time and again, but not after good steps between")
    func givesUp() throws {
        let network = try network()
        var optimizer = AdamOptimizer(network.parameters.layout)
        var guardian = DivergenceGuard(network: network, optimizer: optimizer)
        for _ in 0..<DivergenceGuard.patience { try guardian.recover(network, &optimizer) }
        for _ in 0..<DivergenceGuard.interval { guardian.stepped(network, optimizer) }
        for _ in 0..<DivergenceGuard.patience { try guardian.recover(network, &optimizer) }
        #expect(throws: ModelsError.self) { try guardian.recover(network, &optimizer) }
    }
}
