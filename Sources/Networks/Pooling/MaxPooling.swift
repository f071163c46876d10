/// The largest value that each unit reaches at any token; of equal ones the first.
package struct MaxPooling<S: Scalar>: Pooling {
    package init() {}

    /// The position of each maximum, [rows · width].
    package typealias Trace = [Int32]

    package func forward(_ output: EncoderOutput<S>, _ batch: PackedBatch, into pooled: Matrix<S>) -> [Int32] {
        let states = output.states
        let width = states.columns
        var best = [Int32](repeating: 0, count: batch.rows * width)
        for row in 0..<batch.rows {
            pooled.copyRow(row, from: states, row)
            for unit in 0..<width { best[row * width + unit] = Int32(row) }
        }
        for time in 1..<max(batch.steps, 1) {
            for row in 0..<batch.batchSizes[time] {
                S.raise(pooled, row, best: &best, to: states, batch.offsets[time] + row)
            }
        }
        return best
    }

    package func backward(
        _ best: [Int32], _ output: EncoderOutput<S>, _ batch: PackedBatch, dPooled: Matrix<S>, dStates: Matrix<S>,
        dFinalState: Matrix<S>, gradient: ParameterStore<S>
    ) {
        let width = dPooled.columns
        for row in 0..<batch.rows {
            for unit in 0..<width { dStates[Int(best[row * width + unit]), unit] += dPooled[row, unit] }
        }
    }
}

extension MaxPooling: RunningPooling {
    package func begin(_ pooled: Matrix<S>) { pooled.fill(-.infinity) }

    package func take(_ states: Matrix<S>, into pooled: Matrix<S>) {
        var none: [Int32] = []
        for row in 0..<states.rows { S.raise(pooled, row, best: &none, to: states, row) }
    }

    package func end(_ pooled: Matrix<S>, _ batch: PackedBatch) {}
}
