import Testing
import ValenceNetworks

@Suite struct PackedBatchTests {
    @Test("reviews are sorted by length, longest first and otherwise as given, and stored step by step")
    func layout() {
        let batch = PackedBatch([[5], [1, 2, 1], [], [3, 4, 5]], vocabularySize: 6)
        #expect(batch.order == [1, 3, 0, 2])
        #expect(batch.lengths == [3, 3, 1, 1])
        #expect(batch.batchSizes == [4, 2, 2])
        #expect(batch.offsets == [0, 4, 6, 8])
        #expect(batch.distinct == [1, 3, 5, 0, 2, 4])
        #expect(batch.slots == [0, 1, 2, 3, 4, 5, 0, 2])
    }

    @Test("each direction knows where a row's token before stands, and where the row ends")
    func neighbours() {
        let batch = PackedBatch([[1, 2, 3], [4, 5], [6]], vocabularySize: 7)
        #expect(batch.offsets == [0, 3, 5, 6])
        #expect(batch.positions(before: 0, reversed: false) == 0..<0)
        #expect(batch.positions(before: 1, reversed: false) == 0..<2)
        #expect(batch.positions(before: 2, reversed: false) == 3..<4)
        #expect(batch.positions(before: 2, reversed: true) == 0..<0)
        #expect(batch.positions(before: 1, reversed: true) == 5..<6)
        #expect(batch.positions(before: 0, reversed: true) == 3..<5)
        #expect((0..<3).map { batch.finalPosition(ofRow: $0, reversed: false) } == [5, 4, 2])
        #expect((0..<3).map { batch.finalPosition(ofRow: $0, reversed: true) } == [0, 1, 2])
    }

    @Test("shards of one batch count their different tokens together")
    func shards() {
        let shards = PackedBatch.shards([[[5], [1, 2, 1]], [[2, 4]]], vocabularySize: 6)
        #expect(shards.map(\.order) == [[1, 0], [0]])
        #expect(shards.map(\.distinct) == [[1, 5, 2, 4], [1, 5, 2, 4]])
        #expect(shards.map(\.slots) == [[0, 1, 2, 0], [2, 3]])
    }

    @Test("reviews with slots of their own share none, one after the other")
    func rowSlots() {
        let shards = PackedBatch.shards([[[5], [1, 2, 1]], [[2, 4]]], vocabularySize: 6, perReview: true)
        #expect(shards.map(\.distinct) == [[1, 2, 5, 2, 4], [1, 2, 5, 2, 4]])
        #expect(shards.map(\.rowSlots) == [[0..<2, 2..<3], [3..<5]])
        #expect(shards.map(\.slots) == [[0, 2, 1, 0], [3, 4]])
    }

    @Test("no reviews make an empty batch")
    func empty() {
        let batch = PackedBatch([], vocabularySize: 1)
        #expect(batch.rows == 0 && batch.steps == 0 && batch.positions == 0)
    }
}
