import Foundation

/// The softmax over what the states of a few steps foretell, and its gradient.
struct BlockSoftmax: Sendable {
    /// [V, H]
    let table: Matrix<Float>
    /// The batch's different tokens, which slots count.
    let tokens: [Int32]
    /// p(w) of each token of the vocabulary.
    let frequencies: [Double]
    /// How many tokens ahead a state looks.
    let horizon: Int

    /// States that share their candidates: some 250 different tokens of a review's text.
    private static let blockSize = 512

    /// Words more frequent than this count less among those foretold: √(this / p(w)).
    private static let frequent = 1e-4

    /// Regions of near steps are nearly the same, so only one step in this many foretells its own.
    private var stride: Int { max(1, horizon / 5) }

    /// What a token counts among those of one region.
    private func weight(_ slot: Int32) -> Float {
        horizon == 1 ? 1 : Float(min(1, (Self.frequent / frequencies[Int(tokens[Int(slot)])]).squareRoot()))
    }

    /// How many states of one direction foretell anything.
    func foretellers(in packed: PackedBatch) -> Int {
        packed.lengths.reduce(0) { $0 + ($1 - 1 + stride - 1) / stride }
    }

    /// The steps that a state of this step foretells: behind it, or before it where `reversed`.
    private func region(_ step: Int, reversed: Bool) -> Range<Int> {
        reversed ? max(0, step - horizon)..<step : step + 1..<step + 1 + horizon
    }

    /// The loss over the states of one direction, and its gradients times `scale`.
    func foretell(
        _ packed: PackedBatch, reversed: Bool, _ states: Matrix<Float>, dStates: Matrix<Float>,
        dOutputs: Matrix<Float>, scale: Float
    ) -> Double {
        var columnOfSlot = SlotTable(vocabularySize: tokens.count)
        var lossSum = 0.0
        var step = reversed ? 1 : 0
        dStates.fill(0)
        while step < packed.steps {
            let first = step
            var rows: [(step: Int, row: Int)] = []
            while step < packed.steps, rows.count < Self.blockSize {
                let other = reversed ? step - 1 : step + 1
                let running = packed.batchSizes.indices.contains(other) ? packed.batchSizes[other] : 0
                for row in 0..<min(running, packed.batchSizes[step]) { rows.append((step, row)) }
                step += stride
            }
            guard let last = rows.last?.step else { break }
            let seen = (region(first, reversed: reversed).lowerBound..<region(last, reversed: reversed).upperBound)
                .clamped(to: 0..<packed.steps)
            let start = packed.offsets[seen.lowerBound]
            var slots: [Int32] = []
            let columns = packed.slots[start..<packed.offsets[seen.upperBound]].map {
                Int(columnOfSlot.slot(of: $0, in: &slots))
            }
            columnOfSlot.clear(slots)
            lossSum += foretell(
                rows.map { place in
                    let region = region(place.step, reversed: reversed).clamped(to: 0..<packed.lengths[place.row])
                    return (
                        packed.offsets[place.step] + place.row,
                        region.map { columns[packed.offsets[$0] + place.row - start] }
                    )
                }, slots, drawn: columns.count, states, dStates: dStates, dOutputs: dOutputs)
        }
        dStates.scale(by: scale)
        dOutputs.scale(by: scale)
        return lossSum
    }

    /// - Parameters:
    ///   - regions: of each state its position, and the columns of what it foretells.
    ///   - slots: of each column.
    ///   - drawn: how many tokens these columns come from.
    private func foretell(
        _ regions: [(position: Int, columns: [Int])], _ slots: [Int32], drawn: Int, _ states: Matrix<Float>,
        dStates: Matrix<Float>, dOutputs: Matrix<Float>
    ) -> Double {
        var lossSum = 0.0
        let weights = slots.map(weight)
        let candidates = Matrix<Float>(slots.count, table.columns, cleared: false)
        let bias = Matrix<Float>(1, slots.count, cleared: false)
        for (column, slot) in slots.enumerated() {
            let token = Int(tokens[Int(slot)])
            candidates.copyRow(column, from: table, token)
            let p = frequencies[token]
            bias[0, column] = Float(log(p / -expm1(Double(drawn) * log1p(-p))))
        }
        let read = Matrix<Float>(regions.count, states.columns, cleared: false)
        for (row, region) in regions.enumerated() { read.copyRow(row, from: states, region.position) }
        let logits = Matrix<Float>(regions.count, slots.count, cleared: false)
        Float.multiply(read, PackedMatrix(transposing: candidates), bias: nil, into: logits, adds: false)
        for (row, region) in regions.enumerated() {
            Kernels.best.applySoftmax(to: logits, row, bias: bias)
            let total = region.columns.reduce(Float(0)) { $0 + weights[$1] }
            for column in region.columns {
                let share = weights[column] / total
                lossSum -= Double(share * Float.logarithm(max(logits[row, column], .leastNormalMagnitude)))
            }
            for column in region.columns { logits[row, column] -= weights[column] / total }
        }
        let dRead = Matrix<Float>(regions.count, states.columns, cleared: false)
        Float.multiply(logits, PackedMatrix(candidates), bias: nil, into: dRead, adds: false)
        for (row, region) in regions.enumerated() { dStates.copyRow(region.position, from: dRead, row) }
        candidates.fill(0)
        Float.accumulateTransposed(logits, read, into: candidates)
        for (row, slot) in slots.enumerated() { dOutputs.addRow(Int(slot), from: candidates, row) }
        return lossSum
    }
}
