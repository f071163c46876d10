/// The gated recurrent unit (Cho et al. 2014, arXiv:1406.1078), with the reset gate behind the hidden product as in
/// PyTorch and cuDNN.
///
///     r = σ(Wr x + Ur h + br)                         reset gate
///     z = σ(Wz x + Uz h + bz)                         update gate
///     n = tanh(Wn x + bn + r ∘ (Un h + bhn))          candidate
///     h' = (1 − z) ∘ n + z ∘ h                        hidden state
///
/// The memory is m = Un h + bhn, which the way back needs.
package enum GRUCell: Cell {
    package static let gateNames = ["r", "z", "n"]
    package static let keepsMemory = true
    package static let hasDirectPath = true
    package static let sharesProjectionGradient = false

    package static func forward<S: Scalar>(_ step: CellStep<S>) {
        guard let rzn = step.gates, let hidden = step.hiddenProjection else {
            preconditionFailure("the plain GRU needs room for its gates and the hidden projection")
        }
        let H = step.state.columns
        for row in 0..<step.rows {
            for unit in 0..<H {
                let m = hidden[row, 2 * H + unit]
                let r = S.sigmoid(step.projected(row, unit) + hidden[row, unit])
                let z = S.sigmoid(step.projected(row, H + unit) + hidden[row, H + unit])
                let n = S.hyperbolicTangent(step.projected(row, 2 * H + unit) + r * m)
                rzn[row, unit] = r
                rzn[row, H + unit] = z
                rzn[row, 2 * H + unit] = n
                step.memory[row, unit] = m
                step.state[row, unit] = (1 - z) * n + z * step.previousState(row, unit)
            }
        }
    }

    package static func backward<S: Scalar>(_ step: CellBackwardStep<S>) {
        let H = step.dCarry.columns
        for row in 0..<step.rows {
            for unit in 0..<H {
                let r = step.gates[row, unit]
                let z = step.gates[row, H + unit]
                let n = step.gates[row, 2 * H + unit]
                let dh = step.dStates[row, unit] + step.dCarry[row, unit]
                let dn = dh * (1 - z) * (1 - n * n)
                let dr = dn * step.memory[row, unit] * r * (1 - r)
                let dz = dh * (step.previousState(row, unit) - n) * z * (1 - z)
                step.dInput[row, unit] = dr
                step.dInput[row, H + unit] = dz
                step.dInput[row, 2 * H + unit] = dn
                step.dHidden[row, unit] = dr
                step.dHidden[row, H + unit] = dz
                step.dHidden[row, 2 * H + unit] = dn * r
                step.dCarry[row, unit] = dh * z
            }
        }
    }
}
