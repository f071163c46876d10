import Foundation

/// Takes blocks through three stages on a few threads: made one after the other, worked on side by side, used up one
/// after the other in the order they were made.
///
/// A thread that is free takes what is most urgent: a finished block whose turn it is, else the making of another one
/// while few wait, else work. So the reader and the writer run beside the workers, and never more threads than asked.
/// At most `2 · threads + 1` blocks are under way, whoever is slow. No lock is held while a stage runs.
package enum OrderedPipeline {
    /// - Parameters:
    ///   - make: the next block, or nil at the end; called by one thread at a time.
    ///   - work: what becomes of a block, and on how many threads it may run: 1 but for a last block left alone.
    ///   - use: called by one thread at a time, in the order of `make`.
    /// - Throws: the first error. One of `make` ends the making, and is thrown when all that was made is used; one of
    ///   `use` ends everything.
    package static func run<Block: Sendable, Result: Sendable>(
        threads: Int, make: () throws -> Block?, work: @Sendable (_ block: Block, _ threads: Int) -> Result,
        use: (Result) throws -> Void
    ) throws {
        precondition(threads > 0, "\(threads) threads")
        if threads == 1 {
            while let block = try make() { try use(work(block, 1)) }
            return
        }
        try withoutActuallyEscaping(make) { make in
            try withoutActuallyEscaping(use) { use in
                let line = Line<Block, Result>(threads: threads, make: make, use: use)
                DispatchQueue.concurrentPerform(iterations: threads) { _ in line.serve(work) }
                if let error = line.error { throw error }
            }
        }
    }

    /// Sendable by agreement: everything but the stages themselves is touched under the lock, and `make` and `use` run
    /// on one thread at a time.
    private final class Line<Block: Sendable, Result: Sendable>: @unchecked Sendable {
        private let threads: Int
        private let make: () throws -> Block?
        private let use: (Result) throws -> Void

        private let lock = NSCondition()
        private var madeCount = 0
        private var usedCount = 0
        private var workingCount = 0
        private var isMaking = false
        private var isUsing = false
        /// Nothing more will be made.
        private var isOver = false
        private var hasFailed = false
        /// Made, in order.
        private var waiting: [(number: Int, block: Block)] = []
        private var finished: [Int: Result] = [:]
        private(set) var error: (any Error)?

        init(threads: Int, make: @escaping () throws -> Block?, use: @escaping (Result) throws -> Void) {
            self.threads = threads
            self.make = make
            self.use = use
        }

        /// Takes on stages until nothing is left for this thread to do.
        func serve(_ work: (Block, Int) -> Result) {
            lock.lock()
            defer { lock.unlock() }
            while !hasFailed {
                if !isUsing, let result = finished.removeValue(forKey: usedCount) {
                    useUp(result)
                } else if !isOver, !isMaking, waiting.count < threads, madeCount - usedCount <= 2 * threads {
                    makeOne()
                } else if !waiting.isEmpty, isOver || madeCount >= threads {
                    workOn(waiting.removeFirst(), work)
                } else if isOver, waiting.isEmpty {
                    // Whoever still works uses up the rest.
                    return
                } else {
                    lock.wait()
                }
            }
        }

        private func useUp(_ result: Result) {
            isUsing = true
            let outcome = unlocked { try use(result) }
            isUsing = false
            usedCount += 1
            if case .failure(let fault) = outcome {
                hasFailed = true
                error = fault
            }
        }

        private func makeOne() {
            isMaking = true
            let outcome = unlocked { try make() }
            isMaking = false
            switch outcome {
            case .success(let block?):
                waiting.append((madeCount, block))
                madeCount += 1
            case .success(nil): isOver = true
            case .failure(let fault):
                isOver = true
                error = error ?? fault
            }
        }

        private func workOn(_ next: (number: Int, block: Block), _ work: (Block, Int) -> Result) {
            let isAlone = isOver && waiting.isEmpty && workingCount == 0
            workingCount += 1
            lock.unlock()
            let result = work(next.block, isAlone ? threads : 1)
            lock.lock()
            workingCount -= 1
            finished[next.number] = result
            lock.broadcast()
        }

        /// Runs a stage without the lock, then wakes those who may have waited for it.
        private func unlocked<Value>(_ stage: () throws -> Value) -> Swift.Result<Value, any Error> {
            lock.unlock()
            let outcome = Swift.Result { try stage() }
            lock.lock()
            lock.broadcast()
            return outcome
        }
    }
}
