/// The gradient of a batch: dense parameters in a flat store, the embedding's as rows of the tokens that occurred.
package struct Gradient<S: Scalar>: Sendable {
    package let dense: ParameterStore<S>
    /// Tokens whose rows of the embedding table have a gradient, each once, in order of occurrence.
    package private(set) var tokens: [Int32]
    /// [tokens.count, E]
    package private(set) var rows: Matrix<S>

    package init(dense: ParameterStore<S>, tokens: [Int32], rows: Matrix<S>) {
        self.dense = dense
        self.tokens = tokens
        self.rows = rows
    }

    /// The sum of several gradients, taken in their order. The first one's dense store becomes the sum's.
    package init(sumOf parts: [Gradient], scratch: inout SlotTable, threads: Int) {
        guard let first = parts.first else { preconditionFailure("the sum of no gradients") }
        var distinct: [Int32] = []
        let slots = parts.map { part in part.tokens.map { scratch.slot(of: $0, in: &distinct) } }
        scratch.clear(distinct)
        let sum = Matrix<S>(distinct.count, first.rows.columns)
        // One piece of work for the rows, one for each range of the dense parameters.
        let ranges = first.dense.flat.columnRanges
        parallel(1 + ranges.count, threads: threads) { item in
            if item > 0 {
                let total = first.dense.flat.columns(ranges[item - 1])
                for part in parts.dropFirst() { total.add(part.dense.flat.columns(ranges[item - 1])) }
                return
            }
            for (part, slots) in zip(parts, slots) {
                for (row, slot) in slots.enumerated() { sum.addRow(Int(slot), from: part.rows, row) }
            }
        }
        self.init(dense: first.dense, tokens: distinct, rows: sum)
    }

    /// The Euclidean length over all parameters, embedding rows included.
    package func norm(threads: Int) -> Double {
        let (columns, rowRanges) = (dense.flat.columnRanges, rows.rowRanges)
        let sums = parallelMap(columns.count + rowRanges.count, threads: threads) { item in
            item < columns.count
                ? dense.flat.columns(columns[item]).sumOfSquares()
                : rows.rows(rowRanges[item - columns.count]).sumOfSquares()
        }
        return sums.reduce(0, +).squareRoot()
    }
}
