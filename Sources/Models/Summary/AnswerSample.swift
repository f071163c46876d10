import ValenceReviews

/// How many reviews got which label, with the probabilities of some of them: all, while they are few, then as many drawn
/// evenly from all (reservoir sampling, Vitter 1985, doi:10.1145/3147.3165).
package struct AnswerSample: Sendable {
    private let limit: Int
    private var random: SplitMix64
    package private(set) var counts: [Int]
    /// Shape [sampled reviews, labels].
    package private(set) var probabilities: [Float] = []

    /// - Parameter limit: of the sampled reviews.
    package init(labelCount: Int, limit: Int, seed: UInt64) {
        counts = Array(repeating: 0, count: labelCount)
        self.limit = limit
        random = SplitMix64(seed: SplitMix64.mix(seed))
    }

    package var count: Int { counts.reduce(0, +) }
    package var sampled: Int { probabilities.count / counts.count }

    package mutating func add(_ row: [Float], label: Int) {
        counts[label] += 1
        if sampled < limit {
            probabilities += row
        } else {
            let place = Int(random.below(UInt64(count)))
            guard place < limit else { return }
            for (index, value) in row.enumerated() { probabilities[place * row.count + index] = value }
        }
    }
}
