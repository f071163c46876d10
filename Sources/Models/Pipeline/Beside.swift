import Foundation
import Synchronization

/// Something that is found beside what else goes on, where there is more than one thread; else when it is asked for.
final class Beside<Value: Sendable>: Sendable {
    private let body: @Sendable () throws -> Value
    private let found = Mutex<Swift.Result<Value, any Error>?>(nil)
    private let group = DispatchGroup()

    init(threads: Int, _ body: @escaping @Sendable () throws -> Value) {
        self.body = body
        if threads > 1 { DispatchQueue.global().async(group: group) { self.find() } }
    }

    private func find() {
        let result = Swift.Result { try body() }
        found.withLock { $0 = result }
    }

    /// Waits for it.
    /// - Throws: what the finding threw.
    func value() throws -> Value {
        group.wait()
        if found.withLock({ $0 == nil }) { find() }
        return try found.withLock { $0! }.get()
    }
}
