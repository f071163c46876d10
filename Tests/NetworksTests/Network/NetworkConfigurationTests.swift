import Foundation
import Testing
import ValenceNetworks

@Suite struct NetworkConfigurationTests {
    @Test("parameters carry PyTorch's names and shapes")
    func names() {
        let layout = NetworkConfiguration(
            vocabularySize: 10, embeddingSize: 4, hiddenSize: 3, layers: 2, cell: .gru, pooling: [.max, .attention],
            classCount: 5
        ).layout
        let described = layout.slices.map { "\($0.name) \($0.shape)" }
        #expect(
            described == [
                "embedding.weight [10, 4]", "encoder.weight_ih_l0 [9, 4]", "encoder.weight_hh_l0 [9, 3]",
                "encoder.bias_ih_l0 [9]", "encoder.bias_hh_l0 [9]", "encoder.weight_ih_l0_reverse [9, 4]",
                "encoder.weight_hh_l0_reverse [9, 3]", "encoder.bias_ih_l0_reverse [9]",
                "encoder.bias_hh_l0_reverse [9]", "encoder.weight_ih_l1 [9, 6]", "encoder.weight_hh_l1 [9, 3]",
                "encoder.bias_ih_l1 [9]", "encoder.bias_hh_l1 [9]", "encoder.weight_ih_l1_reverse [9, 6]",
                "encoder.weight_hh_l1_reverse [9, 3]", "encoder.bias_ih_l1_reverse [9]",
                "encoder.bias_hh_l1_reverse [9]", "attention.weight [6, 6]", "attention.bias [6]",
                "attention.context [6]", "output.weight [5, 12]", "output.bias [5]",
            ])
    }

    @Test("an ordinal head has one row of weights and a threshold between two classes; what says no head has softmax")
    func heads() throws {
        var configuration = NetworkConfiguration(vocabularySize: 10, hiddenSize: 3, pooling: [.max], classCount: 5)
        configuration.head = .ordinal
        let described = configuration.layout.slices.suffix(2).map { "\($0.name) \($0.shape)" }
        #expect(described == ["output.weight [1, 6]", "output.thresholds [4]"])
        let json = try JSONEncoder().encode(configuration)
        #expect(try JSONDecoder().decode(NetworkConfiguration.self, from: json) == configuration)
        let older = String(decoding: json, as: UTF8.self)
            .replacingOccurrences(of: "\"head\":\"ordinal\",", with: "")
            .replacingOccurrences(of: ",\"head\":\"ordinal\"", with: "")
        #expect(!older.contains("head"))
        let read = try JSONDecoder().decode(NetworkConfiguration.self, from: Data(older.utf8))
        #expect(read.head == .softmax && read.classCount == 5)
        #expect(try !String(decoding: JSONEncoder().encode(read), as: UTF8.self).contains("head"))
    }

    @Test("a configuration that makes no sense is refused by name")
    func refused() {
        func message(_ change: (inout NetworkConfiguration) -> Void) -> String {
            var configuration = NetworkConfiguration(vocabularySize: 10)
            change(&configuration)
            do {
                try configuration.validate()
                return "accepted"
            } catch {
                return "\(error)"
            }
        }
        #expect(message { _ in } == "accepted")
        #expect(
            message { $0.hiddenSize = 0 } == "network configuration: hiddenSize is 0; it must be 1 to 8192")
        #expect(
            message { $0.dropout.output = 1 }
                == "network configuration: dropout.output is 1.0; it must be a number from 0 to below 1")
        #expect(
            message { $0.pooling = [.max, .max] }
                == "network configuration: pooling is max,max; it must be one or more of last, max, mean, attention, "
                + "each once")
    }

    @Test("an architecture is named as it is")
    func architecture() {
        #expect(
            NetworkConfiguration(vocabularySize: 2).architecture == "LSTM, both directions, max and mean pooling")
        #expect(
            NetworkConfiguration(
                vocabularySize: 2, layers: 2, cell: .gru, direction: .forward, pooling: [.last]
            ).architecture == "2 layers of GRU, one direction, last pooling")
    }
}
