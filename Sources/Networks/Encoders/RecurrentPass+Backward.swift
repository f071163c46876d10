extension RecurrentPass {
    /// The gradients of one direction's projections.
    struct Gradients {
        /// [positions, gates·H], of W x + b_ih.
        let dInput: Matrix<S>
        /// [positions, gates·H], of U h + b_hh; the same numbers where the cell only adds the two.
        let dHidden: Matrix<S>
    }

    /// Backpropagation through time: the loop backward, from the gradient of the states to those of the projections.
    static func backward(
        _ weights: DirectionWeights<S>, _ batch: PackedBatch, trace: RecurrentTrace<S>, states: Matrix<S>,
        dStates: Matrix<S>
    ) -> Gradients {
        switch weights.kind {
        case .lstm: runBackward(LSTMCell.self, weights, batch, trace, states, dStates)
        case .gru: runBackward(GRUCell.self, weights, batch, trace, states, dStates)
        case .rnn: runBackward(ElmanCell.self, weights, batch, trace, states, dStates)
        }
    }

    private static func runBackward<C: Cell>(
        _ cell: C.Type, _ weights: DirectionWeights<S>, _ batch: PackedBatch, _ trace: RecurrentTrace<S>,
        _ states: Matrix<S>, _ dStates: Matrix<S>
    ) -> Gradients {
        guard let hiddenBack = weights.hiddenBack else { preconditionFailure("weights packed for inference only") }
        let H = weights.hiddenSize
        let dInput = Matrix<S>(batch.positions, trace.gates.columns, cleared: false)
        let dHidden =
            C.sharesProjectionGradient ? dInput : Matrix<S>(batch.positions, trace.gates.columns, cleared: false)
        let dCarry = Matrix<S>(batch.rows, H)
        let dMemory = Matrix<S>(batch.rows, C.keepsMemory ? H : 0)
        for index in 0..<batch.steps {
            let time = weights.reversed ? index : batch.steps - 1 - index
            let here = batch.positions(ofStep: time)
            let before = batch.positions(before: time, reversed: weights.reversed)
            let step = CellBackwardStep<S>(
                rows: here.count, previousRows: before.count, gates: trace.gates.rows(here),
                memory: trace.memory.rows(here), previousMemory: trace.memory.rows(before),
                previousState: states.rows(before), state: states.rows(here), dStates: dStates.rows(here),
                dCarry: dCarry.rows(0..<here.count), dMemory: dMemory.rows(0..<here.count), dInput: dInput.rows(here),
                dHidden: dHidden.rows(here))
            if weights.isFused { S.backward(weights.kind, step) } else { C.backward(step) }
            S.multiply(
                step.dHidden.rows(0..<before.count), hiddenBack, bias: nil, into: dCarry.rows(0..<before.count),
                adds: C.hasDirectPath)
        }
        return Gradients(dInput: dInput, dHidden: dHidden)
    }

    /// The state that each position's step began with, [positions, H]: 0 where a review begins.
    static func previousStates(_ batch: PackedBatch, states: Matrix<S>, reversed: Bool) -> Matrix<S> {
        let previous = Matrix<S>(batch.positions, states.columns, cleared: false)
        for time in 0..<batch.steps {
            let here = batch.positions(ofStep: time)
            let before = batch.positions(before: time, reversed: reversed)
            previous.rows(here.lowerBound..<here.lowerBound + before.count).copy(from: states.rows(before))
            previous.rows(here.lowerBound + before.count..<here.upperBound).fill(0)
        }
        return previous
    }
}
