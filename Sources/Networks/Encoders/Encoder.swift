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

    /// - Parameters:
    ///   - threads: on how many a layer's directions may run side by side.
    ///   - mask: the dropout mask [positions, D·H] between layer `layer` and the next; nil for none.
    package func forward(
        _ input: EncoderInput<S>, _ batch: PackedBatch, keepsTrace: Bool, threads: Int,
        mask: (_ layer: Int) -> Matrix<S>? = { _ in nil }
    ) -> (output: EncoderOutput<S>, trace: Trace) {
        var input = input
        var traces: [LayerTrace] = []
        var states = Matrix<S>(0, 0)
        for (number, layer) in layers.enumerated() {
            let H = layer[0].hiddenSize
            let read = input
            let written = Matrix<S>(batch.positions, layer.count * H, cleared: false)
            let directions = parallelMap(layer.count, threads: threads) { side in
                let known = read.projections.indices.contains(side) ? read.projections[side] : nil
                return RecurrentPass.forward(
                    layer[side], batch, projection: known ?? layer[side].project(read.vectors), slots: read.slots,
                    states: written.columns(side * H..<(side + 1) * H), keepsTrace: keepsTrace)
            }
            states = written
            let mask = number + 1 < layers.count ? mask(number) : nil
            if keepsTrace {
                traces.append(
                    LayerTrace(input: input, states: states, directions: directions.compactMap(\.self), mask: mask))
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
        gradient: ParameterStore<S>, threads: Int
    ) -> Matrix<S> {
        for (window, row, position) in finalPositions(batch) {
            dStates.columns(window).addRow(position, from: dFinalState.columns(window), row)
        }
        var dStates = dStates
        for number in layers.indices.reversed() {
            let (layer, kept, above) = (layers[number], trace.layers[number], dStates)
            let parts = parallelMap(layer.count, threads: threads) { side in
                let window = side * layer[side].hiddenSize..<(side + 1) * layer[side].hiddenSize
                let dProjection = RecurrentPass.backward(
                    layer[side], batch, input: kept.input, trace: kept.directions[side],
                    states: kept.states.columns(window), dStates: above.columns(window), gradient: gradient)
                return layer[side].projectBack(dProjection, kept.input.vectors, gradient)
            }
            let dVectors = parts[0]
            for part in parts.dropFirst() { dVectors.add(part) }
            if number > 0, let mask = trace.layers[number - 1].mask { dVectors.multiply(by: mask) }
            dStates = dVectors
        }
        return dStates
    }
}
