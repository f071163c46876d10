import Synchronization
import Testing
import ValenceNetworks

@Suite struct ParallelTests {
    @Test("each item runs once, whatever the number of threads", arguments: [1, 2, 3, 16])
    func once(threads: Int) {
        let seen = Mutex([Int](repeating: 0, count: 100))
        parallel(100, threads: threads) { item in seen.withLock { $0[item] += 1 } }
        #expect(seen.withLock { $0 } == [Int](repeating: 1, count: 100))
        #expect(parallelMap(20, threads: threads) { $0 * $0 } == (0..<20).map { $0 * $0 })
    }

    @Test("no items, no calls")
    func none() {
        parallel(0, threads: 4) { _ in Issue.record("called") }
    }
}
