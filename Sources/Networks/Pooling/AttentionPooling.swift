/// A weighted mean of the states, with weights that are learned (Yang et al. 2016, doi:10.18653/v1/N16-1174).
///
///     u_t = tanh(W h_t + b)          [A], here A = width of the states
///     α_t = softmax_t(u_t · context)  over the review's own tokens
///     pooled = Σ_t α_t h_t
package struct AttentionPooling<S: Scalar>: Pooling {
    let weight: PackedMatrix<S>
    let weightBack: PackedMatrix<S>?
    let bias: Matrix<S>
    let context: Matrix<S>

    package static func parameters(width: Int) -> [(name: String, shape: [Int], role: ParameterLayout.Role)] {
        [
            ("attention.weight", [width, width], .weight), ("attention.bias", [width], .vector),
            ("attention.context", [width], .vector),
        ]
    }

    package init(_ parameters: ParameterStore<S>, training: Bool) {
        let weight = parameters.matrix("attention.weight")
        self.weight = PackedMatrix(transposing: weight)
        weightBack = training ? PackedMatrix(weight) : nil
        bias = parameters.matrix("attention.bias")
        context = parameters.matrix("attention.context")
    }

    package struct Trace: Sendable {
        /// [positions, A]: u
        let keys: Matrix<S>
        /// [positions]: α
        package let weights: [S]
    }

    package func forward(_ output: EncoderOutput<S>, _ batch: PackedBatch, into pooled: Matrix<S>) -> Trace {
        let states = output.states
        let keys = Matrix<S>(batch.positions, weight.columns, cleared: false)
        S.multiply(states, weight, bias: bias, into: keys, adds: false)
        S.applyHyperbolicTangent(to: keys)
        var weights = [S](repeating: 0, count: batch.positions)
        for position in 0..<batch.positions {
            var score: S = 0
            for unit in 0..<keys.columns { score += keys[position, unit] * context[0, unit] }
            weights[position] = score
        }
        pooled.clear()
        for row in 0..<batch.rows {
            let steps = 0..<batch.lengths[row]
            var highest = weights[row]
            for time in steps where weights[batch.offsets[time] + row] > highest {
                highest = weights[batch.offsets[time] + row]
            }
            var total: S = 0
            for time in steps {
                let position = batch.offsets[time] + row
                weights[position] = S.exponential(weights[position] - highest)
                total += weights[position]
            }
            for time in steps {
                let position = batch.offsets[time] + row
                weights[position] /= total
                for unit in 0..<pooled.columns { pooled[row, unit] += weights[position] * states[position, unit] }
            }
        }
        return Trace(keys: keys, weights: weights)
    }

    package func backward(
        _ trace: Trace, _ output: EncoderOutput<S>, _ batch: PackedBatch, dPooled: Matrix<S>, dStates: Matrix<S>,
        dFinalState: Matrix<S>, gradient: ParameterStore<S>
    ) {
        guard let weightBack else { preconditionFailure("weights packed for inference only") }
        let states = output.states
        // dα_t = dPooled · h_t, and through the softmax: dScore_t = α_t (dα_t − Σ α dα).
        var dScores = [S](repeating: 0, count: batch.positions)
        for row in 0..<batch.rows {
            var mean: S = 0
            for time in 0..<batch.lengths[row] {
                let position = batch.offsets[time] + row
                let weight = trace.weights[position]
                var dWeight: S = 0
                for unit in 0..<states.columns {
                    dWeight += dPooled[row, unit] * states[position, unit]
                    dStates[position, unit] += weight * dPooled[row, unit]
                }
                dScores[position] = dWeight
                mean += weight * dWeight
            }
            for time in 0..<batch.lengths[row] {
                let position = batch.offsets[time] + row
                dScores[position] = trace.weights[position] * (dScores[position] - mean)
            }
        }
        let dContext = gradient.matrix("attention.context")
        let dBias = gradient.matrix("attention.bias")
        let dKeys = Matrix<S>(batch.positions, weight.columns, cleared: false)
        for position in 0..<batch.positions {
            for unit in 0..<dKeys.columns {
                let u = trace.keys[position, unit]
                dContext[0, unit] += dScores[position] * u
                dKeys[position, unit] = dScores[position] * context[0, unit] * (1 - u * u)
            }
            dBias.addRow(0, from: dKeys, position)
        }
        S.accumulateTransposed(dKeys, states, into: gradient.matrix("attention.weight"), precision: .single)
        S.multiply(dKeys, weightBack, bias: nil, into: dStates, adds: true)
    }
}
