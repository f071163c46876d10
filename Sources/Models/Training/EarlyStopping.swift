/// Remembers the best state of a model in training, and tells when none better came for too long
/// (Prechelt 1998, doi:10.1007/3-540-49430-8_3).
package struct EarlyStopping<State> {
    /// Epochs without a better result that end the training.
    package let patience: Int
    package private(set) var best: (result: ValidationResult, state: State)?
    package private(set) var epochsSinceBest = 0

    package init(patience: Int) {
        precondition(patience > 0, "patience of \(patience) epochs")
        self.patience = patience
    }

    /// Goes on from what an earlier run had seen.
    package mutating func resume(best: (result: ValidationResult, state: State), epochsSinceBest: Int) {
        self.best = best
        self.epochsSinceBest = epochsSinceBest
    }

    /// Takes note of an epoch.
    /// - Parameter state: asked for only where the result is the best so far.
    /// - Returns: whether it is; of equals the earlier one stays.
    package mutating func add(_ result: ValidationResult, state: @autoclosure () -> State) -> Bool {
        let isBest = best.map { result.isBetter(than: $0.result) } ?? true
        epochsSinceBest = isBest ? 0 : epochsSinceBest + 1
        if isBest { best = (result, state()) }
        return isBest
    }

    package var isPatienceSpent: Bool { epochsSinceBest >= patience }
}
