/// Which ways an encoder reads a review.
package enum Direction: String, Codable, Sendable, CaseIterable {
    case both, forward

    package var count: Int { self == .both ? 2 : 1 }
}

/// What an encoder takes: the first layer's input products, and which of them stands at each position.
package struct EncoderInput<S: Scalar>: Sendable {
    /// For each direction.
    let projections: [InputProducts<S>]
    /// Each position's row of the projections; where empty, the position itself.
    let slots: [Int32]
    /// What positions bring beside their words, [positions, e].
    let context: Matrix<S>?

    package init(projections: [InputProducts<S>], slots: [Int32], context: Matrix<S>? = nil) {
        self.projections = projections
        self.slots = slots
        self.context = context
    }

    package init(projections: [Matrix<S>], slots: [Int32], context: Matrix<S>? = nil) {
        self.init(projections: projections.map { InputProducts($0) }, slots: slots, context: context)
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
        precision: Precision = .single, allowsKernels: Bool = true
    ) {
        layers = (0..<count).map { layer in
            (0..<direction.count).map { side in
                DirectionWeights(
                    parameters, kind: kind, layer: layer, reversed: side == 1, training: training,
                    precision: precision, allowsKernels: allowsKernels)
            }
        }
    }

    private init(layers: ArraySlice<[DirectionWeights<S>]>) { self.layers = Array(layers) }

    package var outputSize: Int { layers.last.map { $0.count * $0[0].hiddenSize } ?? 0 }

    /// The input products of the first layer.
    package func project(_ vectors: Matrix<S>, threads: Int) -> InputProjection<S> {
        InputProjection(vectors, layers.first ?? [], threads: threads)
    }

    /// What one layer keeps for the way back.
    struct LayerTrace: Sendable {
        /// How many different inputs there were, and which stood at each position; with a context, each its own. Their products
        /// are no longer needed.
        let inputCount: Int
        let slots: [Int32]
        /// Nil for the first layer, whose products the caller made.
        let projection: InputProjection<S>?
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
        var projection: InputProjection<S>?
        var traces: [LayerTrace] = []
        var states = Matrix<S>(0, 0)
        for (number, layer) in layers.enumerated() {
            let H = layer[0].hiddenSize
            let read = input
            let written = Matrix<S>(batch.positions, layer.count * H, cleared: false)
            let directions = parallelMap(layer.count, threads: threads) { side in
                RecurrentPass.forward(
                    layer[side], batch, read, side: side,
                    states: written.columns(side * H..<(side + 1) * H), keepsTrace: keepsTrace)
            }
            states = written
            let mask = number + 1 < layers.count ? mask(number) : nil
            if keepsTrace {
                traces.append(
                    LayerTrace(
                        inputCount: read.context?.rows ?? read.projections[0].rows,
                        slots: read.context == nil ? read.slots : [], projection: projection, states: states,
                        directions: directions.compactMap(\.self), mask: mask))
            }
            guard number + 1 < layers.count else { break }
            var passed = states
            if let mask {
                passed = Matrix(states.rows, states.columns, cleared: false)
                passed.copy(from: states)
                passed.multiply(by: mask)
            }
            let next = InputProjection(passed, layers[number + 1], threads: threads)
            input = EncoderInput(projections: next.products, slots: [])
            projection = next
        }
        return (EncoderOutput(states: states, finalState: finalState(states, batch)), Trace(layers: traces))
    }

    /// The forward pass where no state of the last layer is needed for long: `onStep` is handed those of each step of a
    /// direction, [running rows, H], and keeps none.
    package func stream(
        _ input: EncoderInput<S>, _ batch: PackedBatch, threads: Int,
        onStep: @escaping @Sendable (_ side: Int, _ states: Matrix<S>) -> Void
    ) {
        guard let last = layers.last else { return }
        var input = input
        if layers.count > 1 {
            let below = Encoder(layers: layers.dropLast())
                .forward(input, batch, keepsTrace: false, threads: threads).output.states
            input = EncoderInput(projections: InputProjection(below, last, threads: threads).products, slots: [])
        }
        let read = input
        parallel(last.count, threads: threads) { side in
            RecurrentPass.stream(last[side], batch, read, side: side) { onStep(side, $0) }
        }
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
    /// From the gradients of states and final state to those of the weights behind the first input products, added to
    /// `gradient`, and of these products, returned for each direction [inputs, gates·H]. `dStates` is used up.
    /// - Parameter dInputs: where to add them, by the batch's slots; nil for matrices of their own.
    package func backward(
        _ trace: Trace, _ batch: PackedBatch, dStates: Matrix<S>, dFinalState: Matrix<S>,
        gradient: ParameterStore<S>, into dInputs: [Matrix<S>]? = nil, threads: Int
    ) -> [Matrix<S>] {
        for (window, row, position) in finalPositions(batch) {
            dStates.columns(window).addRow(position, from: dFinalState.columns(window), row)
        }
        var dStates = dStates
        var dProducts: [Matrix<S>] = []
        for number in layers.indices.reversed() {
            let (layer, kept, above) = (layers[number], trace.layers[number], dStates)
            dProducts = parallelMap(layer.count, threads: threads) { side in
                let window = side * layer[side].hiddenSize..<(side + 1) * layer[side].hiddenSize
                return RecurrentPass.backward(
                    layer[side], batch, inputs: kept.inputCount, slots: kept.slots,
                    trace: kept.directions[side], states: kept.states.columns(window),
                    dStates: above.columns(window), gradient: gradient, into: number == 0 ? dInputs?[side] : nil)
            }
            guard let projection = kept.projection else { break }
            dStates = projection.backward([dProducts], gradient: gradient, threads: threads)
            if let mask = trace.layers[number - 1].mask { dStates.multiply(by: mask) }
        }
        return dProducts
    }
}
