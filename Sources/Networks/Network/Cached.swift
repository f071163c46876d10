import Synchronization

/// A value made when first asked for and kept until cleared, by any thread.
final class Cached<Value: Sendable>: Sendable {
    private let kept = Mutex<Value?>(nil)

    func value(_ make: () -> Value) -> Value {
        kept.withLock { kept in
            if let kept { return kept }
            let made = make()
            kept = made
            return made
        }
    }

    func clear() { kept.withLock { $0 = nil } }
}
