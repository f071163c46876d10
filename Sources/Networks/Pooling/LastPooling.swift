/// The encoder's final state: for a bidirectional one, forward at the last token and backward at the first.
package struct LastPooling<S: Scalar>: Pooling {
    package init() {}

    package func forward(_ output: EncoderOutput<S>, _ batch: PackedBatch, into pooled: Matrix<S>) {
        pooled.copy(from: output.finalState)
    }

    package func backward(
        _ trace: Void, _ output: EncoderOutput<S>, _ batch: PackedBatch, dPooled: Matrix<S>, dStates: Matrix<S>,
        dFinalState: Matrix<S>, gradient: ParameterStore<S>
    ) {
        dFinalState.add(dPooled)
    }
}
