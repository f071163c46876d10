import Dispatch
import Synchronization

/// A row of values, each made while its taker still works on the one before, if there is a second thread.
///
/// A value follows from a state that the values before have left; who makes it does not show in it.
package final class Ahead<State: Sendable, Value: Sendable>: Sendable {
    private struct Progress: Sendable {
        var state: State
        var index = 0
        var made: Value?
    }

    private let progress: Mutex<Progress>
    private let make: @Sendable (inout State, Int) -> Value
    private let isConcurrent: Bool
    private let running = DispatchGroup()

    /// - Parameter make: the value of the next index, from 0 on.
    package init(_ state: State, threads: Int, _ make: @escaping @Sendable (inout State, Int) -> Value) {
        progress = Mutex(Progress(state: state))
        self.make = make
        isConcurrent = threads > 1
    }

    /// The next value.
    /// - Parameter isLast: whether none is made ahead behind it.
    package func next(isLast: Bool) -> Value {
        running.wait()
        let value = progress.withLock { $0.made.take() ?? made(&$0) }
        if isConcurrent, !isLast {
            DispatchQueue.global().async(group: running) {
                self.progress.withLock { $0.made = self.made(&$0) }
            }
        }
        return value
    }

    private func made(_ progress: inout Progress) -> Value {
        defer { progress.index += 1 }
        return make(&progress.state, progress.index)
    }
}
