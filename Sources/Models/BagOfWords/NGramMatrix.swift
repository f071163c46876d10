/// How often each n-gram stands in each review: a sparse matrix of shape [rows, hashes.count], rows compressed.
package struct NGramMatrix: Sendable {
    /// The n-grams' hashes, ascending; a column's number is its hash's place here.
    package var hashes: [UInt64] = []
    /// Row `r` holds the entries `starts[r]..<starts[r + 1]`.
    package var starts: [Int] = [0]
    /// The entries' columns, ascending within a row.
    package var columns: [Int32] = []
    /// The entries' numbers of occurrences, at least 1.
    package var counts: [Float] = []

    /// The matrix without rows.
    package init() {}

    package var rowCount: Int { starts.count - 1 }

    package func entries(of row: Int) -> Range<Int> { starts[row]..<starts[row + 1] }

    /// In how many of the first `rows` rows each column stands.
    package func rowFrequencies(rows: Int) -> [Int32] {
        var frequencies = [Int32](repeating: 0, count: hashes.count)
        for entry in 0..<starts[rows] { frequencies[Int(columns[entry])] += 1 }
        return frequencies
    }
}
