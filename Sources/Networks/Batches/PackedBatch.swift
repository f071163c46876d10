/// Reviews of different lengths without padding, as in PyTorch's `PackedSequence`.
///
/// Rows are sorted by length, longest first, equal ones in the order given. Positions are time-major: step t holds rows
/// 0 ..< batchSizes[t], position `offsets[t] + b` is token t of row b.
package struct PackedBatch: Sendable {
    /// Rows that still run at each step; never rising.
    package let batchSizes: [Int]
    /// Where each step's positions begin; one more than there are steps.
    package let offsets: [Int]
    /// Length of each row, longest first.
    package let lengths: [Int]
    /// Row b holds review `order[b]` of those given.
    package let order: [Int]
    /// The batch's different tokens, in the order of their first position; those of all shards where it is one of several.
    package private(set) var distinct: [Int32]
    /// Each position's token, as an index into `distinct`.
    package let slots: [Int32]
    /// Where reviews have slots of their own, each row's; else empty.
    package let rowSlots: [Range<Int>]

    /// Where reviews have slots of their own, those of all its rows, one behind the other; nil elsewhere.
    var ownSlots: Range<Int>? {
        guard let first = rowSlots.first, let last = rowSlots.last else { return nil }
        return first.lowerBound..<last.upperBound
    }

    package var rows: Int { lengths.count }
    package var steps: Int { batchSizes.count }
    package var positions: Int { slots.count }

    /// The token that stands for a review without any: `<unk>`.
    package static let unknownToken: Int32 = 0

    /// - Parameter scratch: finds tokens' slots; keep one to pack many batches of one vocabulary.
    package init(_ reviews: [ArraySlice<Int32>], scratch: inout SlotTable) {
        var distinct: [Int32] = []
        self.init(reviews, scratch: &scratch, distinct: &distinct)
        scratch.clear(distinct)
        self.distinct = distinct
    }

    /// Packs groups of reviews, each as a batch of its own, whose slots count the different tokens of all.
    /// - Parameter perReview: whether each review has slots of its own, so that `distinct` holds a token once a review.
    package static func shards(
        _ groups: [[ArraySlice<Int32>]], vocabularySize: Int, perReview: Bool = false
    ) -> [PackedBatch] {
        var scratch = SlotTable(vocabularySize: vocabularySize)
        var distinct: [Int32] = []
        var shards = groups.map {
            PackedBatch($0, scratch: &scratch, distinct: &distinct, perReview: perReview)
        }
        for shard in shards.indices { shards[shard].distinct = distinct }
        return shards
    }

    /// Numbers tokens behind those that are in `distinct` already; leaves the batch's own list empty.
    private init(
        _ reviews: [ArraySlice<Int32>], scratch: inout SlotTable, distinct: inout [Int32], perReview: Bool = false
    ) {
        let order = reviews.indices.sorted { a, b in
            reviews[a].count != reviews[b].count ? reviews[a].count > reviews[b].count : a < b
        }
        let lengths = order.map { max(reviews[$0].count, 1) }
        let steps = lengths.first ?? 0
        var batchSizes: [Int] = []
        var offsets = [0]
        batchSizes.reserveCapacity(steps)
        offsets.reserveCapacity(steps + 1)
        var running = lengths.count
        for step in 0..<steps {
            while running > 0, lengths[running - 1] <= step { running -= 1 }
            batchSizes.append(running)
            offsets.append(offsets[step] + running)
        }
        var slots = [Int32](repeating: 0, count: offsets[steps])
        var rowSlots: [Range<Int>] = []
        func place(_ row: Int, _ step: Int) {
            let review = reviews[order[row]]
            let token = review.isEmpty ? Self.unknownToken : review[review.startIndex + step]
            slots[offsets[step] + row] = scratch.slot(of: token, in: &distinct)
        }
        if perReview {
            for row in lengths.indices {
                let first = distinct.count
                for step in 0..<lengths[row] { place(row, step) }
                rowSlots.append(first..<distinct.count)
                scratch.clear(distinct[first...])
            }
        } else {
            for step in 0..<steps {
                for row in 0..<batchSizes[step] { place(row, step) }
            }
        }
        self.batchSizes = batchSizes
        self.offsets = offsets
        self.lengths = lengths
        self.order = order
        self.distinct = []
        self.slots = slots
        self.rowSlots = rowSlots
    }

    package init(_ reviews: [ArraySlice<Int32>], vocabularySize: Int) {
        var scratch = SlotTable(vocabularySize: vocabularySize)
        self.init(reviews, scratch: &scratch)
    }

    /// What reviews bring at their places, [T, e] each, in the order that they were given in, as [positions, e]; 0 for a
    /// review without tokens.
    func packed<S: Scalar>(_ contexts: [Matrix<S>]) -> Matrix<S> {
        precondition(contexts.count == rows, "\(contexts.count) contexts for \(rows) reviews")
        let packed = Matrix<S>(positions, contexts.first?.columns ?? 0)
        for row in 0..<rows {
            let context = contexts[order[row]]
            precondition(max(context.rows, 1) == lengths[row], "\(context.rows) places of \(lengths[row]) tokens")
            for step in 0..<context.rows { packed.copyRow(offsets[step] + row, from: context, step) }
        }
        return packed
    }

    /// Positions of step `step`.
    package func positions(ofStep step: Int) -> Range<Int> { offsets[step]..<offsets[step + 1] }
}

/// Numbers tokens in the order they come, by a table as long as the vocabulary.
package struct SlotTable: Sendable {
    private var slotOfToken: [Int32]

    package init(vocabularySize: Int) { slotOfToken = Array(repeating: -1, count: vocabularySize) }

    package mutating func slot(of token: Int32, in distinct: inout [Int32]) -> Int32 {
        precondition(
            token >= 0 && Int(token) < slotOfToken.count, "token \(token) of a vocabulary of \(slotOfToken.count)")
        let known = slotOfToken[Int(token)]
        if known >= 0 { return known }
        let slot = Int32(distinct.count)
        slotOfToken[Int(token)] = slot
        distinct.append(token)
        return slot
    }

    package mutating func clear(_ distinct: some Sequence<Int32>) {
        for token in distinct { slotOfToken[Int(token)] = -1 }
    }
}

extension PackedBatch {
    /// Positions of the tokens that rows of step `step` saw last: of the step before, or in a reversed pass of the one
    /// behind, where the shortest rows have none yet. Row r of step `step` belongs to the r-th of them.
    package func positions(before step: Int, reversed: Bool) -> Range<Int> {
        let other = reversed ? step + 1 : step - 1
        guard batchSizes.indices.contains(other) else { return 0..<0 }
        return offsets[other]..<offsets[other] + min(batchSizes[step], batchSizes[other])
    }

    /// Where the pass of a direction ends in row `row`: its last token, or reversed its first.
    package func finalPosition(ofRow row: Int, reversed: Bool) -> Int {
        reversed ? row : offsets[lengths[row] - 1] + row
    }
}
