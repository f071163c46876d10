/// How often each n-gram stands in each review: a sparse matrix of shape [rows, hashes.count], rows compressed.
package struct NGramMatrix: Sendable {
    /// The n-grams' hashes, ascending; a column's number is its hash's place here.
    package var hashes: [UInt64] = []
    /// Columns behind the n-grams', of numbers of another kind; every row has an entry in each.
    package private(set) var denseCount = 0
    /// Row `r` holds the entries `starts[r]..<starts[r + 1]`.
    package var starts: [Int] = [0]
    /// The entries' columns, ascending within a row.
    package var columns: [Int32] = []
    /// The entries' numbers of occurrences, at least 1; in dense columns any numbers.
    package var counts: [Float] = []

    /// The matrix without rows.
    package init() {}

    package var rowCount: Int { starts.count - 1 }
    package var columnCount: Int { hashes.count + denseCount }

    package func entries(of row: Int) -> Range<Int> { starts[row]..<starts[row + 1] }

    /// In how many of the first `rows` rows each column stands.
    package func rowFrequencies(rows: Int) -> [Int32] {
        var frequencies = [Int32](repeating: 0, count: columnCount)
        for entry in 0..<starts[rows] { frequencies[Int(columns[entry])] += 1 }
        return frequencies
    }

    /// The same with dense columns behind it.
    /// - Parameter vectors: the numbers of each row, equally many.
    func appending(_ vectors: [[Float]]) -> NGramMatrix {
        precondition(vectors.count == rowCount && denseCount == 0, "\(vectors.count) vectors for \(rowCount) rows")
        var wide = NGramMatrix()
        wide.hashes = hashes
        wide.denseCount = vectors.first?.count ?? 0
        wide.columns.reserveCapacity(columns.count + rowCount * wide.denseCount)
        wide.counts.reserveCapacity(columns.count + rowCount * wide.denseCount)
        for (row, vector) in vectors.enumerated() {
            precondition(vector.count == wide.denseCount, "a vector of \(vector.count) numbers, not \(wide.denseCount)")
            wide.columns += columns[entries(of: row)]
            wide.columns += (0..<Int32(vector.count)).map { Int32(hashes.count) + $0 }
            wide.counts += counts[entries(of: row)]
            wide.counts += vector
            wide.starts.append(wide.columns.count)
        }
        return wide
    }
}
