import Testing
import ValenceNetworks

@Suite struct AdamOptimizerTests {
    /// An embedding of 4 × 2, a weight of 2 × 2, a vector of 2.
    static let layout: ParameterLayout = {
        var layout = ParameterLayout()
        layout.add("embedding.weight", [4, 2], .embedding)
        layout.add("output.weight", [2, 2], .weight)
        layout.add("output.bias", [2], .vector)
        return layout
    }()

    private static func gradient(weight: [Float], bias: [Float], tokens: [Int32], rows: [[Float]]) -> Gradient<Float> {
        let dense = ParameterStore<Float>(layout, denseOnly: true)
        dense["output.weight"] = weight
        dense["output.bias"] = bias
        return Gradient(dense: dense, tokens: tokens, rows: Matrix(rows))
    }

    @Test("three steps equal PyTorch's AdamW with decay on the weight alone, and SparseAdam on the embedding")
    func pytorch() {
        let parameters = ParameterStore<Float>(Self.layout)
        parameters["embedding.weight"] = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8]
        parameters["output.weight"] = [0.5, -1, 2, 0.25]
        parameters["output.bias"] = [0.1, -0.2]
        var settings = AdamOptimizer.Settings()
        settings.weightDecay = 0.1
        settings.clipNorm = nil
        var optimizer = AdamOptimizer(Self.layout, settings: settings)
        let tokens: [[Int32]] = [[1, 3], [3, 0], [1]]
        let rows: [[[Float]]] = [[[0.1, -0.2], [0.3, 0.4]], [[-0.5, 0.25], [0.2, 0.1]], [[0.4, 0.4]]]
        for step in 0..<3 {
            let sign: Float = step == 1 ? -1 : 1
            let outcome = optimizer.step(
                parameters,
                Self.gradient(
                    weight: [0.1, -0.2, 0.3, 0.4].map { $0 * Float(step + 1) }, bias: [0.5 * sign, -0.25 * sign],
                    tokens: tokens[step], rows: rows[step]),
                learningRate: 0.05)
            #expect(outcome != .notFinite)
        }
        // Made with torch.optim.AdamW (weight_decay 0.1 and 0) and torch.optim.SparseAdam, lr 0.05.
        let wanted: [String: [Float]] = [
            "output.weight": [0.34711832, -0.83965576, 1.82473075, 0.10084959],
            "output.bias": [0.03584192, -0.13584191],
            "embedding.weight": [
                0.06279323, 0.16279328, 0.21204001, 0.43428564, 0.5, 0.6, 0.66467810, 0.70186698,
            ],
        ]
        for slice in Self.layout.slices {
            for (found, wanted) in zip(parameters[slice.name], wanted[slice.name] ?? []) {
                #expect(abs(found - wanted) < 2e-6, "\(slice.name): \(found), not \(wanted)")
            }
        }
        #expect(parameters["embedding.weight"][4...5] == [0.5, 0.6])
    }

    @Test("a gradient that is not finite changes nothing", arguments: [Float.nan, .infinity])
    func notFinite(bad: Float) {
        for place in ["dense", "rows"] {
            let parameters = ParameterStore<Float>(Self.layout)
            parameters["output.weight"] = [1, 2, 3, 4]
            var optimizer = AdamOptimizer(Self.layout)
            let gradient = Self.gradient(
                weight: [1, place == "dense" ? bad : 1, 1, 1], bias: [1, 1], tokens: [2],
                rows: [[place == "rows" ? bad : 1, 1]])
            #expect(optimizer.step(parameters, gradient, learningRate: 0.1) == .notFinite)
            #expect(parameters["output.weight"] == [1, 2, 3, 4])
            #expect(optimizer.stepCount == 0)
            #expect(optimizer.firstMoment.flat.sumOfSquares() == 0)
        }
    }

    @Test("clipping counts the embedding's rows and keeps the gradient's direction")
    func clips() {
        let parameters = ParameterStore<Float>(Self.layout)
        var optimizer = AdamOptimizer(Self.layout)
        let gradient = Self.gradient(weight: [3, 0, 0, 0], bias: [0, 0], tokens: [2], rows: [[0, 4]])
        #expect(optimizer.step(parameters, gradient, learningRate: 0.1) == .stepped(gradientNorm: 5))
        #expect(abs(optimizer.firstMoment["output.weight"][0] - 0.06) < 1e-6)
        #expect(abs(optimizer.firstMoment["embedding.weight"][5] - 0.08) < 1e-6)
    }

    @Test("a gradient that explodes over 100 steps is held by clipping")
    func explodes() throws {
        let configuration = NetworkConfiguration(
            vocabularySize: 102, embeddingSize: 4, hiddenSize: 6, cell: .rnn, direction: .forward, pooling: [.last])
        let network = try RecurrentNetwork(configuration, seed: 1)
        // Around state 0 the vanilla cell is linear, and its recurrent weight, twice an orthogonal one, doubles each
        // gradient at each step.
        network.parameters["embedding.weight"] = [Float](repeating: 0, count: 102 * 4)
        network.parameters.matrix("encoder.weight_hh_l0").scale(by: 2)
        network.parametersChanged()
        let result = network.gradient(
            of: [(1...101).map { Int32($0) }[...]], targets: [0], dropout: nil, threads: 1)
        var optimizer = AdamOptimizer(network.parameters.layout)
        guard case .stepped(let norm) = optimizer.step(network, result.gradient, learningRate: 0.01) else {
            Issue.record("the gradient overflowed")
            return
        }
        #expect(norm > 1e25)
        // The first moment is a tenth of the clipped gradient, whose length is 1.
        #expect(abs(optimizer.firstMoment.flat.sumOfSquares().squareRoot() - 0.1) < 1e-4)
        #expect(network.parameters.flat.sumOfSquares().isFinite)
    }
}
