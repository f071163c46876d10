import Testing
import ValenceNetworks

@Suite struct InitialisationTests {
    @Test("recurrent blocks start orthogonal, forget biases at 1, and a seed gives one network")
    func start() throws {
        let configuration = NetworkConfiguration(vocabularySize: 50, embeddingSize: 8, hiddenSize: 12)
        let network = try RecurrentNetwork(configuration, seed: 3)
        let weight = network.parameters.matrix("encoder.weight_hh_l0_reverse")
        for gate in 0..<4 {
            let block = weight.rows(gate * 12..<(gate + 1) * 12)
            for row in 0..<12 {
                for other in 0..<12 {
                    let product = (0..<12).reduce(Float(0)) { $0 + block[row, $1] * block[other, $1] }
                    #expect(abs(product - (row == other ? 1 : 0)) < 1e-5)
                }
            }
        }
        let biases = [0, 1, 0, 0].flatMap { [Float](repeating: $0, count: 12) }
        #expect(network.parameters["encoder.bias_hh_l0"] == biases)
        #expect(network.parameters["encoder.bias_ih_l0"] == [Float](repeating: 0, count: 48))
        let again = try RecurrentNetwork(configuration, seed: 3)
        let other = try RecurrentNetwork(configuration, seed: 4)
        #expect(again.parameters.flat.values == network.parameters.flat.values)
        #expect(other.parameters.flat.values != network.parameters.flat.values)
    }
}
