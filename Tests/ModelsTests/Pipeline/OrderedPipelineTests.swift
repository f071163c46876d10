import Foundation
import Synchronization
import Testing
import ValenceModels

@Suite struct OrderedPipelineTests {
    private struct Fault: Error, Equatable { let number: Int }

    /// Passes 0 ..< count through, the work lasting differently long; returns what was used, in order.
    private func run(
        _ count: Int, threads: Int, makeFault: Int? = nil, useFault: Int? = nil, onMake: (Int) -> Void = { _ in }
    ) throws -> [Int] {
        var next = 0
        var used: [Int] = []
        do {
            try OrderedPipeline.run(threads: threads) { () -> Int? in
                if next == makeFault { throw Fault(number: next) }
                guard next < count else { return nil }
                onMake(next - used.count)
                next += 1
                return next - 1
            } work: { block, _ in
                usleep(UInt32(block * 7919 % 1000))
                return block * 10
            } use: { result in
                if result == useFault.map({ $0 * 10 }) { throw Fault(number: result / 10) }
                used.append(result)
            }
        } catch let fault as Fault {
            #expect(fault.number == makeFault ?? useFault)
            used.append(-1)
        }
        return used
    }

    @Test("every block is used once, in the order of making", arguments: [1, 2, 3, 8], [0, 1, 2, 200])
    func order(threads: Int, count: Int) throws {
        #expect(try run(count, threads: threads) == (0..<count).map { $0 * 10 })
    }

    @Test("blocks under way are bounded", arguments: [2, 5])
    func bounded(threads: Int) throws {
        var most = 0
        _ = try run(300, threads: threads) { most = max(most, $0) }
        #expect(most <= 2 * threads)
    }

    @Test("an error of making is thrown when all blocks before it are used", arguments: [1, 2, 4])
    func makeFault(threads: Int) throws {
        #expect(try run(100, threads: threads, makeFault: 37) == (0..<37).map { $0 * 10 } + [-1])
    }

    @Test("an error of using ends everything", arguments: [1, 2, 4])
    func useFault(threads: Int) throws {
        #expect(try run(100, threads: threads, useFault: 37) == (0..<37).map { $0 * 10 } + [-1])
    }

    @Test("a block that is left alone may use all threads, others one each")
    func shares() throws {
        let shares = Mutex<[Int]>([])
        var isMade = false
        try OrderedPipeline.run(threads: 3) { () -> Int? in
            defer { isMade = true }
            return isMade ? nil : 1
        } work: { _, threads in
            shares.withLock { $0.append(threads) }
        } use: { _ in
        }
        #expect(shares.withLock { $0 } == [3])
    }
}
