import Testing
import ValenceNetworks

/// A small network of unequal sizes: E 4, H 6, three reviews of lengths 5, 1 and 3, one token in two of them.
struct SmallCase {
    static let reviews: [ArraySlice<Int32>] = [[3, 1, 4, 1, 5], [2], [6, 5, 3]]
    static let targets: [Target] = [0, 2, Target(shares: [0.25, 0.625, 0.125])]

    static func configuration(
        _ cell: CellKind, _ direction: Direction = .both, layers: Int = 1, pooling: [PoolingKind] = [.last],
        dropout: DropoutSettings = .none
    ) -> NetworkConfiguration {
        NetworkConfiguration(
            vocabularySize: 9, embeddingSize: 4, hiddenSize: 6, layers: layers, cell: cell, direction: direction,
            pooling: pooling, dropout: dropout, classCount: 3)
    }

    /// A reference network whose every parameter, biases included, is a random number.
    static func network(_ configuration: NetworkConfiguration, seed: UInt64 = 5) throws -> ReferenceNetwork {
        let network = try ReferenceNetwork(configuration, seed: seed)
        var stream = RandomStream(seed: seed, .sampling)
        for column in 0..<network.parameters.flat.columns {
            network.parameters.flat[0, column] = 0.5 * stream.normal()
        }
        return network
    }

    /// The gradient of every parameter, the embedding's rows put where they belong.
    static func whole(_ gradient: Gradient<Double>, _ layout: ParameterLayout) -> [Double] {
        var whole = [Double](repeating: 0, count: layout.denseOffset) + gradient.dense.flat.values
        let width = gradient.rows.columns
        for (row, token) in gradient.tokens.enumerated() {
            for column in 0..<width { whole[Int(token) * width + column] += gradient.rows[row, column] }
        }
        return whole
    }
}

/// The largest difference between the analytic gradient and central differences, relative to the gradient's length.
private func gradientError(
    _ configuration: NetworkConfiguration, loss: SoftmaxCrossEntropy = SoftmaxCrossEntropy(), dropout: DropoutKey? = nil
) throws -> Double {
    let network = try SmallCase.network(configuration)
    func lossNow() -> Double {
        network.gradient(of: SmallCase.reviews, targets: SmallCase.targets, loss: loss, dropout: dropout).loss
    }
    let analytic = SmallCase.whole(
        network.gradient(of: SmallCase.reviews, targets: SmallCase.targets, loss: loss, dropout: dropout).gradient,
        network.parameters.layout)
    var worst = 0.0
    let flat = network.parameters.flat
    let step = 1e-5
    for column in 0..<flat.columns {
        let kept = flat[0, column]
        flat[0, column] = kept + step
        let above = lossNow()
        flat[0, column] = kept - step
        let below = lossNow()
        flat[0, column] = kept
        let numeric = (above - below) / (2 * step)
        worst = max(worst, abs(numeric - analytic[column]) / max(abs(numeric), abs(analytic[column]), 1e-3))
    }
    return worst
}

@Suite struct GradientTests {
    @Test(
        "every parameter's gradient equals central differences, for each cell, direction and depth",
        arguments: CellKind.allCases, [1, 2])
    func recurrent(cell: CellKind, layers: Int) throws {
        for direction in Direction.allCases {
            for pooling in PoolingKind.allCases.map({ [$0] }) + [PoolingKind.allCases] {
                let error = try gradientError(
                    SmallCase.configuration(cell, direction, layers: layers, pooling: pooling))
                #expect(error < 1e-6, "\(cell) \(direction) \(layers) \(pooling): \(error)")
            }
        }
    }

    @Test("gradients stay right under class weights, label smoothing and every dropout")
    func withDropout() throws {
        let error = try gradientError(
            SmallCase.configuration(
                .lstm, layers: 2, pooling: [.max, .mean],
                dropout: DropoutSettings(word: 0.3, embedding: 0.3, layer: 0.3, output: 0.3)),
            loss: SoftmaxCrossEntropy(classWeights: [0.5, 2, 1.25], labelSmoothing: 0.1),
            dropout: DropoutKey(seed: 3, epoch: 1, batch: 2))
        #expect(error < 1e-6, "\(error)")
    }

    @Test("gradients are right behind an ordinal head too")
    func ordinal() throws {
        var configuration = SmallCase.configuration(.lstm, pooling: [.max, .mean])
        configuration.head = .ordinal
        let error = try gradientError(
            configuration, loss: SoftmaxCrossEntropy(classWeights: [0.5, 2, 1.25], labelSmoothing: 0.1))
        #expect(error < 1e-6, "\(error)")
    }

    @Test("the float path gives the same loss and gradients to 1e-5", arguments: CellKind.allCases, [1, 2])
    func floatPath(cell: CellKind, layers: Int) throws {
        var configuration = SmallCase.configuration(cell, layers: layers, pooling: PoolingKind.allCases)
        configuration.head = layers == 1 ? .softmax : .ordinal
        let float = try RecurrentNetwork(configuration, seed: 11)
        let reference = ReferenceNetwork(float)
        let result = float.gradient(of: SmallCase.reviews, targets: SmallCase.targets, dropout: nil, threads: 1)
        let expected = reference.gradient(of: SmallCase.reviews, targets: SmallCase.targets)
        #expect(abs(result.loss - expected.loss) < 1e-5)
        #expect(result.gradient.tokens == expected.gradient.tokens)
        let pairs =
            zip(result.gradient.dense.flat.values, expected.gradient.dense.flat.values).map { ($0, $1) }
            + zip(result.gradient.rows.values, expected.gradient.rows.values).map { ($0, $1) }
        for (found, wanted) in pairs { #expect(abs(Double(found) - wanted) < 1e-5) }
        let logits = float.logits(of: SmallCase.reviews, threads: 1)
        for (found, wanted) in zip(logits, reference.logits(of: SmallCase.reviews).values) {
            #expect(abs(Double(found) - wanted) < 1e-5)
        }
    }
}
