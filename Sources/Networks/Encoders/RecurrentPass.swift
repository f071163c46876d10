/// What a pass leaves for its way back, position by position.
struct RecurrentTrace<S: Scalar>: Sendable {
    /// [positions, gates·H]
    let gates: Matrix<S>
    /// [positions, H]
    let memory: Matrix<S>
}

/// One direction over a packed batch: the loop over time, forward.
///
/// The backward direction walks the steps from the last to the first, so that rows join as their reviews begin: row b
/// starts at its own last token with state 0. States of both directions thus lie at their tokens' positions.
enum RecurrentPass<S: Scalar> {
    /// - Parameters:
    ///   - input: W x + b, of which the direction reads its own, by its number `side`.
    ///   - states: [positions, H], written.
    static func forward(
        _ weights: DirectionWeights<S>, _ batch: PackedBatch, _ input: EncoderInput<S>, side: Int,
        states: Matrix<S>, keepsTrace: Bool
    ) -> RecurrentTrace<S>? {
        run(weights, batch, input, side, states, keepsTrace, onStep: nil)
    }

    /// The same where no state is needed for long: `onStep` is handed those of each step, [running rows, H], which the step
    /// after the next one overwrites.
    static func stream(
        _ weights: DirectionWeights<S>, _ batch: PackedBatch, _ input: EncoderInput<S>, side: Int,
        onStep: @escaping (_ states: Matrix<S>) -> Void
    ) {
        let states = Matrix<S>(2 * batch.rows, weights.hiddenSize, cleared: false)
        _ = run(weights, batch, input, side, states, false, onStep: onStep)
    }

    private static func run(
        _ weights: DirectionWeights<S>, _ batch: PackedBatch, _ input: EncoderInput<S>, _ side: Int,
        _ states: Matrix<S>, _ keepsTrace: Bool, onStep: ((Matrix<S>) -> Void)?
    ) -> RecurrentTrace<S>? {
        switch weights.kind {
        case .lstm: run(LSTMCell.self, weights, batch, input, side, states, keepsTrace, onStep)
        case .gru: run(GRUCell.self, weights, batch, input, side, states, keepsTrace, onStep)
        case .rnn: run(ElmanCell.self, weights, batch, input, side, states, keepsTrace, onStep)
        }
    }

    private static func run<C: Cell>(
        _ cell: C.Type, _ weights: DirectionWeights<S>, _ batch: PackedBatch, _ input: EncoderInput<S>,
        _ side: Int, _ states: Matrix<S>, _ keepsTrace: Bool, _ onStep: ((Matrix<S>) -> Void)?
    ) -> RecurrentTrace<S>? {
        let H = weights.hiddenSize
        let (projection, slots) = (input.projections[side], input.slots)
        let width = projection.columns
        var contextProducts = input.context.map { ContextProducts($0, weights, batch) }
        let memoryWidth = C.keepsMemory ? H : 0
        let trace =
            keepsTrace
            ? RecurrentTrace<S>(
                gates: Matrix(batch.positions, width, cleared: false),
                memory: Matrix(batch.positions, memoryWidth, cleared: false)) : nil
        // Without a trace one row a review is enough: a cell reads each memory before it writes it.
        let runningMemory = Matrix<S>(keepsTrace ? 0 : batch.rows, memoryWidth)
        let scratchGates = Matrix<S>(keepsTrace || weights.isFused ? 0 : batch.rows, width)
        let hiddenProjection = Matrix<S>(weights.isFused ? 0 : batch.rows, width)

        func half(_ index: Int, _ count: Int) -> Range<Int> {
            let first = index % 2 * batch.rows
            return first..<first + count
        }
        for index in 0..<batch.steps {
            let time = weights.reversed ? batch.steps - 1 - index : index
            let here = batch.positions(ofStep: time)
            let before = batch.positions(before: time, reversed: weights.reversed)
            // Where steps are handed on, each second one writes where the one before the last did.
            let state = onStep == nil ? here : half(index, here.count)
            let previous = onStep == nil ? before : half(index + 1, before.count)
            defer { onStep?(states.rows(state)) }
            let gates: Matrix<S>? =
                trace?.gates.rows(here) ?? (weights.isFused ? nil : scratchGates.rows(0..<here.count))
            var step = CellStep<S>(
                rows: here.count, previousRows: before.count,
                projection: slots.isEmpty ? InputProducts(projection.shared.rows(here)) : projection,
                slots: slots.isEmpty ? [] : slots[here], context: contextProducts?.ofStep(time), hiddenProjection: nil,
                candidateBias: weights.candidateBias, previousState: states.rows(previous),
                previousMemory: trace?.memory.rows(before) ?? runningMemory.rows(0..<before.count), gates: gates,
                memory: trace?.memory.rows(here) ?? runningMemory.rows(0..<here.count), state: states.rows(state))
            if weights.isFused {
                S.forward(weights.kind, step, packedHidden: weights.hidden)
                continue
            }
            let product = hiddenProjection.rows(0..<here.count)
            S.multiply(
                step.previousState, weights.hidden, bias: weights.hiddenBias, into: product.rows(0..<before.count),
                adds: false)
            if let bias = weights.hiddenBias {
                for row in before.count..<here.count { product.copyRow(row, from: bias, 0) }
            }
            step.hiddenProjection = product
            C.forward(step)
        }
        return trace
    }
}
