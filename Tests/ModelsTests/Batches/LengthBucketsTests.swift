import Testing
import ValenceModels
import ValenceNetworks

@Suite("Length-bucketed batches")
struct LengthBucketsTests {
    private let lengths = (0..<1000).map { ($0 * 7919) % 401 }

    @Test("hold every review once")
    func complete() {
        var random = RandomStream(seed: 3, .shuffle)
        let batches = LengthBuckets.shuffled(
            Array(0..<1000), lengths: lengths, batchSize: 16, random: &random)
        #expect(batches.joined().sorted() == Array(0..<1000))
        #expect(batches.allSatisfy { $0.count <= 16 })
    }

    @Test("hold reviews of near lengths, in an order that is not by length")
    func near() {
        var random = RandomStream(seed: 3, .shuffle)
        let batches = LengthBuckets.shuffled(
            Array(0..<1000), lengths: lengths, batchSize: 16, random: &random)
        let spreads = batches.map { batch in
            (batch.map { lengths[$0] }.max() ?? 0) - (batch.map { lengths[$0] }.min() ?? 0)
        }
        #expect(spreads.reduce(0, +) / spreads.count < 30)
        let longest = batches.map { batch in batch.map { lengths[$0] }.max() ?? 0 }
        #expect(longest != longest.sorted() && longest != longest.sorted(by: >))
    }

    @Test("are the same for the same key, and others for another epoch")
    func seeded() {
        func batches(epoch: Int) -> [[Int]] {
            var random = RandomStream(seed: 3, .shuffle, epoch: epoch)
            return LengthBuckets.shuffled(Array(0..<1000), lengths: lengths, batchSize: 16, random: &random)
        }
        #expect(batches(epoch: 1) == batches(epoch: 1))
        #expect(batches(epoch: 1) != batches(epoch: 2))
    }
}
