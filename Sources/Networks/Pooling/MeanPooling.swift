/// The mean of the states over a review's tokens.
package struct MeanPooling<S: Scalar>: Pooling {
    package init() {}

    package func forward(_ output: EncoderOutput<S>, _ batch: PackedBatch, into pooled: Matrix<S>) {
        begin(pooled)
        for time in 0..<batch.steps { take(output.states.rows(batch.positions(ofStep: time)), into: pooled) }
        end(pooled, batch)
    }

    package func backward(
        _ trace: Void, _ output: EncoderOutput<S>, _ batch: PackedBatch, dPooled: Matrix<S>, dStates: Matrix<S>,
        dFinalState: Matrix<S>, gradient: ParameterStore<S>
    ) {
        let share = Matrix<S>(dPooled.rows, dPooled.columns, cleared: false)
        share.copy(from: dPooled)
        for row in 0..<batch.rows { share.rows(row..<row + 1).scale(by: 1 / S(batch.lengths[row])) }
        for time in 0..<batch.steps {
            for row in 0..<batch.batchSizes[time] { dStates.addRow(batch.offsets[time] + row, from: share, row) }
        }
    }
}

extension MeanPooling: RunningPooling {
    package func begin(_ pooled: Matrix<S>) { pooled.clear() }

    package func take(_ states: Matrix<S>, into pooled: Matrix<S>) {
        for row in 0..<states.rows { pooled.addRow(row, from: states, row) }
    }

    package func end(_ pooled: Matrix<S>, _ batch: PackedBatch) {
        for row in 0..<batch.rows { pooled.rows(row..<row + 1).scale(by: 1 / S(batch.lengths[row])) }
    }
}
