/// Which ways an encoder reads a review.
package enum Direction: String, Codable, Sendable, CaseIterable {
    case both, forward

    package var count: Int { self == .both ? 2 : 1 }
}

/// What an encoder takes: different input vectors, and which of them stands at each position.
package struct EncoderInput<S: Scalar>: Sendable {
    /// [inputs, I]
    package let vectors: Matrix<S>
    /// Each position's row of `vectors`; where empty, the position itself.
    package let slots: [Int32]
    /// The vectors' products W x + b with the first layer's weights, for each direction, where they are known; the
    /// vectors may then be missing if nothing is traced.
    let projections: [Matrix<S>]

    package init(vectors: Matrix<S>, slots: [Int32]) {
        self.vectors = vectors
        self.slots = slots
        projections = []
    }

    init(projections: [Matrix<S>], slots: [Int32]) {
        vectors = Matrix(0, 0)
        self.slots = slots
        self.projections = projections
    }
}

/// What an encoder hands on to pooling.
package struct EncoderOutput<S: Scalar>: Sendable {
    /// [positions, D·H]: the states at each token, forward ones first.
    package let states: Matrix<S>
    /// [rows, D·H]: where each direction ended, forward at the last token, backward at the first.
    package let finalState: Matrix<S>

    package init(states: Matrix<S>, finalState: Matrix<S>) {
        self.states = states
        self.finalState = finalState
    }
}

/// Recurrent layers one above the other, each in one direction or both (Schuster & Paliwal 1997, doi:10.1109/78.650093).
///
/// A layer's input product is formed once for each different input: for the first layer, each token of the batch.
package struct Encoder<S: Scalar>: Sendable {
    /// [layer][direction]
    let layers: [[DirectionWeights<S>]]

    package init(
        _ parameters: ParameterStore<S>, kind: CellKind, direction: Direction, layers count: Int, training: Bool,
        allowsKernels: Bool = true
    ) {
        layers = (0..<count).map { layer in
            (0..<direction.count).map { side in
                DirectionWeights(
                    parameters, kind: kind, layer: layer, reversed: side == 1, training: training,
                    allowsKernels: allowsKernels)
            }
        }
    }

    package var outputSize: Int { layers.last.map { $0.count * $0[0].hiddenSize } ?? 0 }

    /// What one layer keeps for the way back.
    struct LayerTrace: Sendable {
        let input: EncoderInput<S>
        let states: Matrix<S>
        let directions: [RecurrentTrace<S>]
        /// [positions, D·H]: by what the states were multiplied on their way to the next layer.
        let mask: Matrix<S>?
    }

    package struct Trace: Sendable {
        let layers: [LayerTrace]
    }

    /// - Parameter mask: the dropout mask [positions, D·H] between layer `layer` and the next; nil for none.
    package func forward(
        _ input: EncoderInput<S>, _ batch: PackedBatch, keepsTrace: Bool,
        mask: (_ layer: Int) -> Matrix<S>? = { _ in nil }
    ) -> (output: EncoderOutput<S>, trace: Trace) {
        var input = input
        var traces: [LayerTrace] = []
        var states = Matrix<S>(0, 0)
        for (number, layer) in layers.enumerated() {
            let H = layer[0].hiddenSize
            states = Matrix(batch.positions, layer.count * H, cleared: false)
            var directions: [RecurrentTrace<S>] = []
            for (side, weights) in layer.enumerated() {
                let known = input.projections.indices.contains(side) ? input.projections[side] : nil
                let trace = RecurrentPass.forward(
                    weights, batch, projection: known ?? weights.project(input.vectors), slots: input.slots,
                    states: states.columns(side * H..<(side + 1) * H), keepsTrace: keepsTrace)
                if let trace { directions.append(trace) }
            }
            let mask = number + 1 < layers.count ? mask(number) : nil
            if keepsTrace {
                traces.append(LayerTrace(input: input, states: states, directions: directions, mask: mask))
            }
            guard number + 1 < layers.count else { break }
            var passed = states
            if let mask {
                passed = Matrix(states.rows, states.columns, cleared: false)
                passed.copy(from: states)
                passed.multiply(by: mask)
            }
            input = EncoderInput(vectors: passed, slots: [])
        }
        return (EncoderOutput(states: states, finalState: finalState(states, batch)), Trace(layers: traces))
    }

    private func finalState(_ states: Matrix<S>, _ batch: PackedBatch) -> Matrix<S> {
        let final = Matrix<S>(batch.rows, states.columns, cleared: false)
        for (window, row, position) in finalPositions(batch) {
            final.columns(window).copyRow(row, from: states.columns(window), position)
        }
        return final
    }

    /// Where the last layer's directions end: columns of the states, row of the batch, position.
    private func finalPositions(_ batch: PackedBatch) -> [(window: Range<Int>, row: Int, position: Int)] {
        guard let last = layers.last else { return [] }
        let H = last[0].hiddenSize
        return last.enumerated().flatMap { side, weights in
            (0..<batch.rows).map { row in
                (side * H..<(side + 1) * H, row, batch.finalPosition(ofRow: row, reversed: weights.reversed))
            }
        }
    }
}

extension Encoder {
    /// From the gradients of states and final state to those of the weights, added to `gradient`, and of the input
    /// vectors, which are returned [inputs, I]. `dStates` is used up.
    package func backward(
        _ trace: Trace, _ batch: PackedBatch, dStates: Matrix<S>, dFinalState: Matrix<S>,
        gradient: ParameterStore<S>
    ) -> Matrix<S> {
        for (window, row, position) in finalPositions(batch) {
            dStates.columns(window).addRow(position, from: dFinalState.columns(window), row)
        }
        var dStates = dStates
        for number in layers.indices.reversed() {
            let kept = trace.layers[number]
            let dVectors = Matrix<S>(kept.input.vectors.rows, kept.input.vectors.columns)
            for (side, weights) in layers[number].enumerated() {
                let window = side * weights.hiddenSize..<(side + 1) * weights.hiddenSize
                let states = kept.states.columns(window)
                let gradients = RecurrentPass.backward(
                    weights, batch, trace: kept.directions[side], states: states, dStates: dStates.columns(window))
                accumulate(gradients, weights, batch, kept.input, states, dVectors, gradient)
            }
            if number > 0, let mask = trace.layers[number - 1].mask { dVectors.multiply(by: mask) }
            dStates = dVectors
        }
        return dStates
    }

    /// One direction's weight gradients, and its part of the input's.
    private func accumulate(
        _ gradients: RecurrentPass<S>.Gradients, _ weights: DirectionWeights<S>, _ batch: PackedBatch,
        _ input: EncoderInput<S>, _ states: Matrix<S>, _ dVectors: Matrix<S>, _ gradient: ParameterStore<S>
    ) {
        guard let inputBack = weights.inputBack else { preconditionFailure("weights packed for inference only") }
        let previous = RecurrentPass.previousStates(batch, states: states, reversed: weights.reversed)
        S.accumulateTransposed(
            gradients.dHidden, previous, into: gradient.matrix("encoder.weight_hh" + weights.suffix))
        let dHiddenBias = gradient.matrix("encoder.bias_hh" + weights.suffix)
        for row in 0..<gradients.dHidden.rows { dHiddenBias.addRow(0, from: gradients.dHidden, row) }

        // Equal inputs have equal products: their gradients are summed first, then multiplied.
        var dProjection = gradients.dInput
        if !input.slots.isEmpty {
            dProjection = Matrix(input.vectors.rows, gradients.dInput.columns)
            for (position, slot) in input.slots.enumerated() {
                dProjection.addRow(Int(slot), from: gradients.dInput, position)
            }
        }
        let dInputBias = gradient.matrix("encoder.bias_ih" + weights.suffix)
        for row in 0..<dProjection.rows { dInputBias.addRow(0, from: dProjection, row) }
        S.accumulateTransposed(
            dProjection, input.vectors, into: gradient.matrix("encoder.weight_ih" + weights.suffix))
        S.multiply(dProjection, inputBack, bias: nil, into: dVectors, adds: true)
    }
}
