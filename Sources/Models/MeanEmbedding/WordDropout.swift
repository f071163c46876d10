import ValenceNetworks

/// Leaves n-grams of reviews out by chance, one epoch long: each review's draws depend on those before it.
package struct WordDropout: Sendable {
    /// What is left of some reviews.
    package struct Samples: Sendable {
        package internal(set) var rows: [Int]
        /// Where each review's entries end.
        package internal(set) var ends: [Int] = []
        package internal(set) var columns: [Int32] = []
        package internal(set) var counts: [Float] = []
    }

    private let matrix: NGramMatrix
    private let probability: Double
    private var random: RandomStream

    /// - Parameter probability: that an entry of `matrix` is left out.
    package init(_ matrix: NGramMatrix, probability: Double, seed: UInt64, epoch: Int) {
        self.matrix = matrix
        self.probability = probability
        random = RandomStream(seed: seed, .wordDropout, epoch: epoch)
    }

    /// What is left of these rows of the matrix, in this order.
    package mutating func sample(_ rows: ArraySlice<Int>) -> Samples {
        var samples = Samples(rows: Array(rows))
        let total = rows.reduce(0) { $0 + matrix.entries(of: $1).count }
        samples.columns = Array(repeating: 0, count: total)
        samples.counts = Array(repeating: 0, count: total)
        var isLeftOut = [UInt8](repeating: 0, count: total)
        random.bernoulli(probability, into: &isLeftOut)
        var (seen, kept) = (0, 0)
        for row in rows {
            // Every entry is written, and kept by moving on: chance cannot be foretold by a branch.
            for entry in matrix.entries(of: row) {
                samples.columns[kept] = matrix.columns[entry]
                samples.counts[kept] = matrix.counts[entry]
                kept += 1 - Int(isLeftOut[seen])
                seen += 1
            }
            samples.ends.append(kept)
        }
        return samples
    }
}
