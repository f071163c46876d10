/// The long short-term memory, with a forget gate (Hochreiter & Schmidhuber 1997, doi:10.1162/neco.1997.9.8.1735;
/// Gers, Schmidhuber & Cummins 2000, doi:10.1162/089976600300015015).
///
///     i = σ(Wi x + Ui h + bi)    input gate          c' = f ∘ c + i ∘ g     cell state
///     f = σ(Wf x + Uf h + bf)    forget gate         h' = o ∘ tanh(c')      hidden state
///     g = tanh(Wg x + Ug h + bg) candidate
///     o = σ(Wo x + Uo h + bo)    output gate
///
/// Each b is the sum of PyTorch's two, of input and hidden projection. The memory is c.
package enum LSTMCell: Cell {
    package static let gateNames = ["i", "f", "g", "o"]
    package static let keepsMemory = true
    package static let hasDirectPath = false
    package static let sharesProjectionGradient = true

    package static func forward<S: Scalar>(_ step: CellStep<S>) {
        guard let ifgo = step.gates, let hidden = step.hiddenProjection else {
            preconditionFailure("the plain LSTM needs room for its gates and the hidden projection")
        }
        let H = step.state.columns
        for row in 0..<step.rows {
            for unit in 0..<H {
                let i = S.sigmoid(step.projected(row, unit) + hidden[row, unit])
                let f = S.sigmoid(step.projected(row, H + unit) + hidden[row, H + unit])
                let g = S.hyperbolicTangent(step.projected(row, 2 * H + unit) + hidden[row, 2 * H + unit])
                let o = S.sigmoid(step.projected(row, 3 * H + unit) + hidden[row, 3 * H + unit])
                let c = f * step.previousMemory(row, unit) + i * g
                ifgo[row, unit] = i
                ifgo[row, H + unit] = f
                ifgo[row, 2 * H + unit] = g
                ifgo[row, 3 * H + unit] = o
                step.memory[row, unit] = c
                step.state[row, unit] = o * S.hyperbolicTangent(c)
            }
        }
    }

    package static func backward<S: Scalar>(_ step: CellBackwardStep<S>) {
        let H = step.dCarry.columns
        for row in 0..<step.rows {
            for unit in 0..<H {
                let i = step.gates[row, unit]
                let f = step.gates[row, H + unit]
                let g = step.gates[row, 2 * H + unit]
                let o = step.gates[row, 3 * H + unit]
                let tanhC = S.hyperbolicTangent(step.memory[row, unit])
                let dh = step.dStates[row, unit] + step.dCarry[row, unit]
                let dc = step.dMemory[row, unit] + dh * o * (1 - tanhC * tanhC)
                step.dInput[row, unit] = dc * g * i * (1 - i)
                step.dInput[row, H + unit] = dc * step.previousMemory(row, unit) * f * (1 - f)
                step.dInput[row, 2 * H + unit] = dc * i * (1 - g * g)
                step.dInput[row, 3 * H + unit] = dh * tanhC * o * (1 - o)
                step.dMemory[row, unit] = dc * f
            }
        }
    }
}
