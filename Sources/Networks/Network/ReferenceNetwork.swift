/// The same network in `Double` and by the plain equations alone: what gradients are checked on, and what the fast path
/// must equal.
package struct ReferenceNetwork: Sendable {
    package let configuration: NetworkConfiguration
    package let parameters: ParameterStore<Double>

    package init(_ configuration: NetworkConfiguration, seed: UInt64) throws {
        try configuration.validate()
        self.configuration = configuration
        parameters = ParameterStore(configuration.layout)
        Initialisation(configuration, seed: seed).fill(parameters)
    }

    /// A copy of a network in use.
    package init(_ network: RecurrentNetwork) {
        configuration = network.configuration
        parameters = ParameterStore(configuration.layout)
        for column in 0..<parameters.flat.columns {
            parameters.flat[0, column] = Double(network.parameters.flat[0, column])
        }
    }

    package func logits(of ids: [ArraySlice<Int32>], contexts: [Matrix<Double>]? = nil) -> Matrix<Double> {
        let batch = PackedBatch(ids, vocabularySize: configuration.vocabularySize)
        let rows = Network(configuration, parameters, training: false).logits(
            batch, context: contexts.map { batch.packed($0) }, threads: 1)
        let logits = Matrix<Double>(rows.rows, rows.columns)
        for row in 0..<rows.rows { logits.copyRow(batch.order[row], from: rows, row) }
        return logits
    }

    /// Mean loss and its gradient, all reviews in one shard.
    package func gradient(
        of ids: [ArraySlice<Int32>], contexts: [Matrix<Double>]? = nil, targets: [Target],
        loss: SoftmaxCrossEntropy = SoftmaxCrossEntropy(),
        dropout: DropoutKey? = nil
    ) -> (loss: Double, gradient: Gradient<Double>) {
        let batch = PackedBatch(ids, vocabularySize: configuration.vocabularySize)
        let weightSum = targets.reduce(0) { $0 + $1.weight(loss.classWeights) }
        let result = Network(configuration, parameters, training: true).gradient(
            [batch], contexts: contexts.map { [batch.packed($0)] }, targets: [batch.order.map { targets[$0] }],
            loss: loss, scale: 1 / weightSum, dropout: dropout,
            layout: parameters.layout, threads: 1)
        return (result.lossSum / weightSum, result.gradient)
    }
}
