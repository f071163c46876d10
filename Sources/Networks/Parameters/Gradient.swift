/// The gradient of a batch: dense parameters in a flat store, the embedding's as rows of the tokens that occurred.
package struct Gradient<S: Scalar>: Sendable {
    package let dense: ParameterStore<S>
    /// Tokens whose rows of the embedding table have a gradient, each once, in order of occurrence.
    package let tokens: [Int32]
    /// [tokens.count, E]
    package let rows: Matrix<S>

    package init(dense: ParameterStore<S>, tokens: [Int32], rows: Matrix<S>) {
        self.dense = dense
        self.tokens = tokens
        self.rows = rows
    }

    /// The same with one row a token, where a token has several.
    func merged(vocabularySize: Int) -> Gradient {
        var table = SlotTable(vocabularySize: vocabularySize)
        var unique: [Int32] = []
        let slots = tokens.map { table.slot(of: $0, in: &unique) }
        guard unique.count < tokens.count else { return self }
        let sums = Matrix<S>(unique.count, rows.columns)
        for (row, slot) in slots.enumerated() { sums.addRow(Int(slot), from: rows, row) }
        return Gradient(dense: dense, tokens: unique, rows: sums)
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
