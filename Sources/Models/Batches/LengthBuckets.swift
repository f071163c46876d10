import ValenceNetworks

/// Batches of reviews of similar length, so that a batch's rows end together.
package enum LengthBuckets {
    /// How many batches are sorted together: enough that lengths are alike, few enough that batches stay mixed.
    private static let batchesPerPool = 50

    /// The reviews in random order, cut into pools, each sorted by length and cut into batches; the batches in random order.
    /// - Parameter lengths: of every review of the corpus, by its number.
    package static func shuffled(
        _ reviews: [Int], lengths: [Int], batchSize: Int, random: inout RandomStream
    ) -> [[Int]] {
        precondition(batchSize > 0, "batches of \(batchSize)")
        var order = reviews
        random.shuffle(&order)
        var batches: [[Int]] = []
        let poolSize = batchSize * batchesPerPool
        for start in stride(from: 0, to: order.count, by: poolSize) {
            batches += cut(sorted(Array(order[start..<min(start + poolSize, order.count)]), by: lengths), batchSize)
        }
        random.shuffle(&batches)
        return batches
    }

    /// All reviews sorted by length, longest first, cut into batches.
    package static func sorted(_ reviews: [Int], lengths: [Int], batchSize: Int) -> [[Int]] {
        cut(sorted(reviews, by: lengths), batchSize)
    }

    private static func sorted(_ reviews: [Int], by lengths: [Int]) -> [Int] {
        reviews.sorted { (lengths[$0], $1) > (lengths[$1], $0) }
    }

    private static func cut(_ order: [Int], _ size: Int) -> [[Int]] {
        stride(from: 0, to: order.count, by: size).map { Array(order[$0..<min($0 + size, order.count)]) }
    }
}
