/// The vanilla recurrent cell (Elman 1990, doi:10.1207/s15516709cog1402_1).
///
///     h' = tanh(W x + U h + b)      hidden state
///
/// It has no gate and no memory; its one block is the candidate, which is the state itself.
package enum ElmanCell: Cell {
    package static let gateNames = ["h"]
    package static let keepsMemory = false
    package static let hasDirectPath = false
    package static let sharesProjectionGradient = true

    package static func forward<S: Scalar>(_ step: CellStep<S>) {
        guard let hidden = step.hiddenProjection else { preconditionFailure("the plain cell needs U h + b") }
        for row in 0..<step.rows {
            for unit in 0..<step.state.columns {
                step.state[row, unit] = S.hyperbolicTangent(step.projected(row, unit) + hidden[row, unit])
            }
        }
    }

    package static func backward<S: Scalar>(_ step: CellBackwardStep<S>) {
        for row in 0..<step.rows {
            for unit in 0..<step.dCarry.columns {
                let h = step.state[row, unit]
                step.dInput[row, unit] = (step.dStates[row, unit] + step.dCarry[row, unit]) * (1 - h * h)
            }
        }
    }
}
