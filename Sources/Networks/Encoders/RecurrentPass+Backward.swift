extension RecurrentPass {
    /// Backpropagation through time: the loop backward, from the gradient of the states to those of the recurrent
    /// weights, added to `gradient`, and of the projection's rows, [inputs, gates·H], returned. That of the hidden bias is
    /// added where it is not the input bias's too.
    ///
    /// A step's gate gradients are used up while they are near: summed for each different input at once, and gathered
    /// with a few other steps' in a block that is multiplied with the states it came from.
    /// - Parameters:
    ///   - inputs: how many different ones there are.
    ///   - slots: as in the forward pass.
    ///   - dInputs: to which the projection's gradients are added; nil for a matrix of their own.
    static func backward(
        _ weights: DirectionWeights<S>, _ batch: PackedBatch, inputs: Int, slots: [Int32], trace: RecurrentTrace<S>,
        states: Matrix<S>, dStates: Matrix<S>, gradient: ParameterStore<S>, into dInputs: Matrix<S>?
    ) -> Matrix<S> {
        let dInputs = dInputs ?? Matrix(inputs, trace.gates.columns, cleared: !slots.isEmpty)
        switch weights.kind {
        case .lstm: runBackward(LSTMCell.self, weights, batch, slots, trace, states, dStates, gradient, dInputs)
        case .gru: runBackward(GRUCell.self, weights, batch, slots, trace, states, dStates, gradient, dInputs)
        case .rnn: runBackward(ElmanCell.self, weights, batch, slots, trace, states, dStates, gradient, dInputs)
        }
        return dInputs
    }

    /// Positions whose gate gradients are multiplied together: with the product's operands about as large as the
    /// second-level cache.
    private static var blockRows: Int { 160 }

    private static func runBackward<C: Cell>(
        _ cell: C.Type, _ weights: DirectionWeights<S>, _ batch: PackedBatch, _ slots: [Int32],
        _ trace: RecurrentTrace<S>, _ states: Matrix<S>, _ dStates: Matrix<S>, _ gradient: ParameterStore<S>,
        _ dProjection: Matrix<S>
    ) {
        guard let hiddenBack = weights.hiddenBack else { preconditionFailure("weights packed for inference only") }
        let H = weights.hiddenSize
        let width = trace.gates.columns
        let dWeight = gradient.matrix("encoder.weight_hh" + weights.suffix)
        let dBias = gradient.matrix("encoder.bias_hh" + weights.suffix)

        let capacity = max(batch.rows, blockRows)
        let dInput = Matrix<S>(capacity, width, cleared: false)
        let dHidden = C.sharesProjectionGradient ? dInput : Matrix<S>(capacity, width, cleared: false)
        let previous = Matrix<S>(capacity, H, cleared: false)
        var count = 0
        func multiplyBlock() {
            let block = 0..<count
            S.accumulateTransposed(
                dHidden.rows(block), previous.rows(block), into: dWeight, precision: weights.precision)
            if !C.sharesProjectionGradient {
                for row in block { dBias.addRow(0, from: dHidden, row) }
            }
            count = 0
        }

        let dCarry = Matrix<S>(batch.rows, H)
        let dMemory = Matrix<S>(batch.rows, C.keepsMemory ? H : 0)
        for index in 0..<batch.steps {
            let time = weights.reversed ? index : batch.steps - 1 - index
            let here = batch.positions(ofStep: time)
            let before = batch.positions(before: time, reversed: weights.reversed)
            if count + here.count > capacity { multiplyBlock() }
            let block = count..<count + here.count
            let step = CellBackwardStep<S>(
                rows: here.count, previousRows: before.count, gates: trace.gates.rows(here),
                memory: trace.memory.rows(here), previousMemory: trace.memory.rows(before),
                previousState: states.rows(before), state: states.rows(here), dStates: dStates.rows(here),
                dCarry: dCarry.rows(0..<here.count), dMemory: dMemory.rows(0..<here.count),
                dInput: dInput.rows(block), dHidden: dHidden.rows(block))
            if weights.isFused {
                S.backward(weights.kind, step, packedHidden: hiddenBack)
            } else {
                C.backward(step)
                S.multiply(
                    step.dHidden.rows(0..<before.count), hiddenBack, bias: nil, into: dCarry.rows(0..<before.count),
                    adds: C.hasDirectPath)
            }
            // Equal inputs have equal products: their gradients are summed first, then multiplied.
            if slots.isEmpty {
                dProjection.rows(here).copy(from: step.dInput)
            } else {
                S.scatter(step.dInput, to: slots[here], of: dProjection)
            }
            previous.rows(count..<count + before.count).copy(from: step.previousState)
            previous.rows(count + before.count..<count + here.count).clear()
            count += here.count
        }
        multiplyBlock()
    }
}
