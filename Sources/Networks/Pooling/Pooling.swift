/// The ways from a review's states to one vector, by the words of the command line.
package enum PoolingKind: String, Codable, Sendable, CaseIterable {
    case last, max, mean, attention

    /// What the pooling learns: names, shapes and roles, for states of width `width`.
    package func parameters(width: Int) -> [(name: String, shape: [Int], role: ParameterLayout.Role)] {
        self == .attention ? AttentionPooling<Float>.parameters(width: width) : []
    }

    func make<S: Scalar>(_ parameters: ParameterStore<S>, training: Bool) -> any Pooling<S> {
        switch self {
        case .last: LastPooling()
        case .max: MaxPooling()
        case .mean: MeanPooling()
        case .attention: AttentionPooling(parameters, training: training)
        }
    }
}

/// Maps the states of each review to one vector. It walks real steps only and knows neither cell nor direction.
package protocol Pooling<S>: Sendable {
    associatedtype S: Scalar
    associatedtype Trace: Sendable

    /// Writes `pooled` [rows, width] and returns what the way back needs.
    func forward(_ output: EncoderOutput<S>, _ batch: PackedBatch, into pooled: Matrix<S>) -> Trace

    /// Adds to `dStates` [positions, width], `dFinalState` [rows, width] and the pooling's own slices of `gradient`.
    func backward(
        _ trace: Trace, _ output: EncoderOutput<S>, _ batch: PackedBatch, dPooled: Matrix<S>, dStates: Matrix<S>,
        dFinalState: Matrix<S>, gradient: ParameterStore<S>)
}

/// The way back of one pooling that has run: what it adds to is as in `Pooling.backward`.
typealias PoolingBackward<S: Scalar> =
    @Sendable (
        _ dPooled: Matrix<S>, _ dStates: Matrix<S>, _ dFinalState: Matrix<S>, _ gradient: ParameterStore<S>
    ) -> Void

extension Pooling {
    /// Forward now, backward later: the trace stays inside.
    func run(
        _ output: EncoderOutput<S>, _ batch: PackedBatch, into pooled: Matrix<S>
    ) -> PoolingBackward<S> {
        let trace = forward(output, batch, into: pooled)
        return { dPooled, dStates, dFinal, gradient in
            backward(
                trace, output, batch, dPooled: dPooled, dStates: dStates, dFinalState: dFinal, gradient: gradient)
        }
    }
}
