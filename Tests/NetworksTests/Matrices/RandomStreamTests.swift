import Testing
import ValenceNetworks

@Suite struct RandomStreamTests {
    private func first(_ stream: RandomStream) -> [UInt64] {
        var stream = stream
        return (0..<4).map { _ in stream.next() }
    }

    @Test("equal keys give equal numbers, and each part of the key counts")
    func keys() {
        let streams = [
            RandomStream(seed: 1, .shuffle), RandomStream(seed: 2, .shuffle), RandomStream(seed: 1, .split),
            RandomStream(seed: 1, .shuffle, epoch: 1), RandomStream(seed: 1, .shuffle, batch: 1),
            RandomStream(seed: 1, .shuffle, shard: 1),
            RandomStream(seed: 1, .shuffle, epoch: 1, batch: 2), RandomStream(seed: 1, .shuffle, epoch: 2, batch: 1),
        ]
        #expect(Set(streams.map(first)).count == streams.count)
        #expect(first(RandomStream(seed: 1, .shuffle, epoch: 3)) == first(RandomStream(seed: 1, .shuffle, epoch: 3)))
    }

    @Test("numbers are spread as they claim")
    func spread() {
        var stream = RandomStream(seed: 4, .sampling)
        let count = 40_000
        let uniforms = (0..<count).map { _ in stream.uniform() }
        #expect(uniforms.allSatisfy { $0 >= 0 && $0 < 1 })
        #expect(abs(uniforms.reduce(0, +) / Double(count) - 0.5) < 0.01)
        let normals = (0..<count).map { _ in stream.normal() }
        #expect(abs(normals.reduce(0, +) / Double(count)) < 0.02)
        #expect(abs(normals.reduce(0) { $0 + $1 * $1 } / Double(count) - 1) < 0.03)
        let heads = (0..<count).filter { _ in stream.bernoulli(0.3) }.count
        #expect(abs(Double(heads) / Double(count) - 0.3) < 0.01)
        var (one, many) = (stream, stream)
        var drawn = [UInt8](repeating: 9, count: 1_000)
        many.bernoulli(0.3, into: &drawn)
        #expect(drawn == drawn.indices.map { _ in one.bernoulli(0.3) ? 1 : 0 })
        #expect(many.next() == one.next())
        var counts = [Int](repeating: 0, count: 3)
        for _ in 0..<count { counts[stream.below(3)] += 1 }
        #expect(counts.allSatisfy { abs($0 - count / 3) < count / 50 })
    }

    @Test("shuffling keeps every item and moves them")
    func shuffle() {
        var stream = RandomStream(seed: 4, .shuffle)
        var items = Array(0..<100)
        stream.shuffle(&items)
        #expect(items != Array(0..<100))
        #expect(items.sorted() == Array(0..<100))
    }
}
