import Foundation
import Synchronization

/// Something that is found beside what else goes on, where there is more than one thread; else when it is asked for.
final class Beside<Value: Sendable>: Sendable {
    private let body: @Sendable () throws -> Value
    private let found = Mutex<Swift.Result<Value, any Error>?>(nil)
    private let group = DispatchGroup()

    init(threads: Int, _ body: @escaping @Sendable () throws -> Value) {
        self.body = body
        guard threads > 1 else { return }
        DispatchQueue.global().async(group: group) {
            let result = Swift.Result { try body() }
            self.found.withLock { $0 = result }
        }
    }

    /// Waits for it.
    /// - Throws: what the finding threw.
    func value() throws -> Value {
        group.wait()
        if let result = found.withLock({ $0 }) { return try result.get() }
        return try body()
    }
}
