import Dispatch
import Synchronization

/// Runs `body(0)` … `body(count - 1)` on up to `threads` threads, each item once, in any order; returns when all are done.
///
/// Items write to places of their own, so that the outcome does not depend on who ran when.
package func parallel(_ count: Int, threads: Int, _ body: @Sendable (Int) -> Void) {
    let workers = min(count, threads)
    guard workers > 1 else {
        for item in 0..<count { body(item) }
        return
    }
    let next = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: workers) { _ in
        while true {
            let item = next.add(1, ordering: .relaxed).oldValue
            guard item < count else { return }
            body(item)
        }
    }
}

/// What `body` returns for 0 ..< `count`, in this order, run on up to `threads` threads.
package func parallelMap<Result: Sendable>(
    _ count: Int, threads: Int, _ body: @Sendable (Int) -> Result
) -> [Result] {
    let results = Mutex<[Result?]>(Array(repeating: nil, count: count))
    parallel(count, threads: threads) { item in
        let result = body(item)
        results.withLock { $0[item] = result }
    }
    return results.withLock { $0.compactMap { $0 } }
}
