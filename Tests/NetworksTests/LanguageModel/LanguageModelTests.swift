import Foundation
import Testing
import ValenceNetworks

@Suite struct LanguageModelTests {
    private func model(_ direction: Direction = .both) throws -> LanguageModel {
        let configuration = NetworkConfiguration(
            vocabularySize: 12, embeddingSize: 5, hiddenSize: 7, direction: direction)
        let network = try RecurrentNetwork(configuration, seed: 3)
        return LanguageModel(network, counts: (0..<12).map { 40 - 3 * $0 }, seed: 3)
    }

    private let texts = randomReviews(6, vocabulary: 12, longest: 9, seed: 5).map { ([1, 4] + $0)[...] }

    @Test("its gradient is that of its loss, of every kind of parameter")
    func gradient() throws {
        let model = try model()
        let found = model.gradient(of: texts, dropout: nil, threads: 1)
        func loss() -> Double {
            model.network.parametersChanged()
            return model.gradient(of: texts, dropout: nil, threads: 1).loss
        }
        let step: Float = 1e-2
        func slope(_ store: ParameterStore<Float>, _ slice: ParameterLayout.Slice, _ row: Int, _ column: Int) -> Double
        {
            let matrix = store.matrix(slice)
            let kept = matrix[row, column]
            matrix[row, column] = kept + step
            let above = loss()
            matrix[row, column] = kept - step
            let below = loss()
            matrix[row, column] = kept
            return (above - below) / Double(2 * step)
        }
        for (store, gradient) in [(model.network.parameters, found.gradient), (model.outputs, found.outputGradient)] {
            for slice in store.layout.slices where !slice.name.hasPrefix("output.") {
                for index in [0, 3] {
                    let (row, column) = slice.shape.count > 1 ? (index, index + 1) : (0, index)
                    let wanted: Double
                    if slice.role == .embedding {
                        let token = gradient.tokens[row]
                        wanted = slope(store, slice, Int(token), column)
                        #expect(abs(Double(gradient.rows[row, column]) - wanted) < 2e-4, "\(slice.name)")
                    } else {
                        wanted = slope(store, slice, row, column)
                        let value = gradient.dense.matrix(slice)[row, column]
                        #expect(abs(Double(value) - wanted) < 2e-4, "\(slice.name): \(value), \(wanted)")
                    }
                }
            }
        }
    }

    @Test("with every word in a block its loss is that of the softmax over the whole vocabulary")
    func wholeVocabulary() throws {
        let model = try model()
        let texts = (0..<40).map { start in (0..<12).map { Int32((start + $0) % 12) }[...] }
        // Without weights every word's logit is 0 but for its frequency: the loss is the mean of −log p.
        model.outputs.flat.fill(0)
        let found = model.gradient(of: texts, dropout: nil, threads: 2)
        let total = (0..<12).reduce(0.0) { $0 + Double(40 - 3 * $1) }
        let p = (0..<12).map { Double(40 - 3 * $0) / total }
        var sum = 0.0
        for text in texts {
            for (number, token) in text.enumerated() {
                let times = (number > 0 ? 1.0 : 0) + (number + 1 < text.count ? 1 : 0)
                sum -= times * log(p[Int(token)])
            }
        }
        #expect(found.count == 2 * 40 * 11)
        #expect(abs(found.lossSum / sum - 1) < 1e-4)
    }

    @Test("it learns which word follows which, from both sides")
    func learns() throws {
        let model = try model()
        var optimizer = AdamOptimizer(model.network.parameters.layout)
        var outputOptimizer = AdamOptimizer(model.outputs.layout)
        let texts = (0..<40).map { start in (0..<9).map { Int32((start + $0 * 5) % 12) }[...] }
        var losses: [Double] = []
        for _ in 0..<120 {
            let found = model.gradient(of: texts, dropout: nil, threads: 2)
            losses.append(found.loss)
            _ = optimizer.step(model.network, found.gradient, learningRate: 0.02)
            _ = outputOptimizer.step(model.outputs, found.outputGradient, learningRate: 0.02)
        }
        #expect(losses[0] > 2)
        #expect(losses[119] < 0.1)
    }

    @Test("one thread and two give the same bytes", arguments: Precision.possible)
    func threads(precision: Precision) throws {
        let configuration = NetworkConfiguration(
            vocabularySize: 50, embeddingSize: 9, hiddenSize: 11, dropout: DropoutSettings(embedding: 0.2, output: 0.2))
        let texts = randomReviews(150, vocabulary: 50, longest: 30, seed: 8).map { ([1, 2] + $0)[...] }
        let results = try [1, 2].map { threads in
            let network = try RecurrentNetwork(configuration, seed: 1, precision: precision)
            return LanguageModel(network, counts: (0..<50).map { 100 - $0 }, seed: 1)
                .gradient(of: texts, dropout: DropoutKey(seed: 1, epoch: 1, batch: 2), threads: threads)
        }
        #expect(results[0].lossSum == results[1].lossSum)
        #expect(results[0].gradient.dense.flat.values == results[1].gradient.dense.flat.values)
        #expect(results[0].gradient.rows.values == results[1].gradient.rows.values)
        #expect(results[0].outputGradient.rows.values == results[1].outputGradient.rows.values)
    }
}
