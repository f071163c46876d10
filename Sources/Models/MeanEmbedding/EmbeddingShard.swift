import Synchronization
import ValenceNetworks

/// A fixed share of the vectors, and the part of every review that falls on it.
///
/// Feature f lives in shard f mod S. A shard sums its vectors over a batch's reviews and takes the batch's gradient, and
/// no one else touches its vectors; so all shards work side by side without ever meeting, and each does the same whatever
/// the number of threads. The shards' sums are added up in the shards' order.
final class EmbeddingShard: Sendable {
    typealias Block = SIMD8<Float>

    /// What a batch does to the vectors: shape [reviews, blocks], already times the learning rate.
    struct Update: Sendable {
        var reviews: ArraySlice<Int>
        var steps: [Block]
    }

    /// D in blocks of eight; the last one is filled with zeros.
    private let blocks: Int
    /// The features of this shard, of all reviews one behind the other, as rows of `vectors`.
    private let features: [Int32]
    /// The share of the review's occurrences that are of the feature.
    private let shares: [Float]
    private let ends: [Int]
    private let vectors: Mutex<[Block]>

    init(_ shard: Int, of count: Int, rows: FeatureRows, occurrences: [Float], vectors: [Block], blocks: Int) {
        self.blocks = blocks
        var features: [Int32] = []
        var shares: [Float] = []
        var ends: [Int] = []
        for review in 0..<rows.count {
            let factor = 1 / max(occurrences[review], 1)
            for position in rows[review] where Int(rows.features[position]) % count == shard {
                features.append(rows.features[position] / Int32(count))
                shares.append(rows.values[position] * factor)
            }
            ends.append(features.count)
        }
        (self.features, self.shares, self.ends) = (features, shares, ends)
        self.vectors = Mutex(vectors)
    }

    var state: [Block] {
        get { vectors.withLock { $0 } }
        set { vectors.withLock { $0 = newValue } }
    }

    /// Takes the last batch's gradient, then sums up the vectors of the next batch: shape [reviews, blocks].
    func step(_ update: Update?, next reviews: ArraySlice<Int>) -> [Block] {
        vectors.withLock { vectors in
            if let update { take(update, &vectors) }
            return sums(reviews, vectors)
        }
    }

    private func take(_ update: Update, _ vectors: inout [Block]) {
        for (row, review) in update.reviews.enumerated() {
            for position in range(review) {
                let first = Int(features[position]) * blocks
                let share = shares[position]
                for block in 0..<blocks { vectors[first + block] -= share * update.steps[row * blocks + block] }
            }
        }
    }

    private func sums(_ reviews: ArraySlice<Int>, _ vectors: [Block]) -> [Block] {
        var sums = [Block](repeating: .zero, count: reviews.count * blocks)
        for (row, review) in reviews.enumerated() {
            for position in range(review) {
                let first = Int(features[position]) * blocks
                let share = shares[position]
                for block in 0..<blocks { sums[row * blocks + block] += share * vectors[first + block] }
            }
        }
        return sums
    }

    @inline(__always)
    private func range(_ review: Int) -> Range<Int> { (review == 0 ? 0 : ends[review - 1])..<ends[review] }
}
