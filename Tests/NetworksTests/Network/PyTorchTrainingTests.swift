import Foundation
import Testing
import ValenceNetworks

/// `Tests/Fixtures/reference/training.json`, made by `Scripts/reference/recurrent.py`.
private struct Reference: Decodable {
    var vocabulary_size: Int
    var embedding_size: Int
    var hidden_size: Int
    var class_count: Int
    var learning_rate: Double
    var reviews: [[Int32]]
    var labels: [Int32]
    var parameters: [String: [Float]]
    var logits: [Double]
    var losses: [Double]

    static func read() throws -> Reference {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try JSONDecoder().decode(
            Reference.self, from: Data(contentsOf: tests.appendingPathComponent("Fixtures/reference/training.json")))
    }
}

extension Precision {
    /// Those of this processor.
    static var possible: [Precision] { fastest == .single ? [.single] : allCases }
}

@Suite struct PyTorchTrainingTests {
    @Test("a whole classifier has PyTorch's logits, and over ten steps its losses", arguments: Precision.possible)
    func losses(precision: Precision) throws {
        let reference = try Reference.read()
        let configuration = NetworkConfiguration(
            vocabularySize: reference.vocabulary_size, embeddingSize: reference.embedding_size,
            hiddenSize: reference.hidden_size, pooling: [.max, .mean], classCount: reference.class_count)
        let parameters = ParameterStore<Float>(configuration.layout)
        #expect(Set(parameters.layout.slices.map(\.name)) == Set(reference.parameters.keys))
        for slice in parameters.layout.slices { parameters[slice.name] = reference.parameters[slice.name] ?? [] }
        let network = try RecurrentNetwork(configuration, parameters: parameters, precision: precision)
        let reviews = reference.reviews.map { $0[...] }
        for (found, wanted) in zip(network.logits(of: reviews, threads: 1), reference.logits) {
            #expect(abs(Double(found) - wanted) < (precision == .single ? 1e-5 : 1e-3))
        }
        var settings = AdamOptimizer.Settings()
        settings.clipNorm = nil
        var optimizer = AdamOptimizer(configuration.layout, settings: settings)
        #expect(reference.losses.count == 10)
        for (step, wanted) in reference.losses.enumerated() {
            let result = network.gradient(
                of: reviews, targets: reference.labels.map { Target($0) }, dropout: nil, threads: 1)
            #expect(
                abs(result.loss - wanted) < (precision == .single ? 1e-4 : 1e-3),
                "step \(step): \(result.loss), not \(wanted)")
            _ = optimizer.step(network, result.gradient, learningRate: reference.learning_rate)
        }
    }
}
