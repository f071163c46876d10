import Testing
import ValenceModels

@Suite("Early stopping")
struct EarlyStoppingTests {
    private func result(_ accuracy: Double, loss: Double = 0.5) -> ValidationResult {
        ValidationResult(loss: loss, accuracy: accuracy)
    }

    @Test("keeps the state of the best epoch, of equals the earlier")
    func best() {
        var stopping = EarlyStopping<Int>(patience: 2)
        #expect(stopping.best == nil)
        let isBest = [result(0.6), result(0.8), result(0.8), result(0.8, loss: 0.4), result(0.7, loss: 0.1)]
            .enumerated().map { stopping.add($1, state: $0) }
        #expect(isBest == [true, true, false, true, false])
        #expect(stopping.best?.state == 3)
        #expect(stopping.best?.result == result(0.8, loss: 0.4))
    }

    @Test("runs out of patience after so many epochs without a better one, counted anew from each better one")
    func patience() {
        var stopping = EarlyStopping<Int>(patience: 2)
        let spent = [0.5, 0.4, 0.6, 0.6, 0.1].map { accuracy in
            _ = stopping.add(result(accuracy), state: 0)
            return stopping.isPatienceSpent
        }
        #expect(spent == [false, false, false, false, true])
    }

    @Test("asks for a state only where the epoch is the best so far")
    func lazyState() {
        var stopping = EarlyStopping<Int>(patience: 5)
        var copies = 0
        func copy() -> Int {
            copies += 1
            return copies
        }
        for accuracy in [0.5, 0.4, 0.3, 0.9] { _ = stopping.add(result(accuracy), state: copy()) }
        #expect(copies == 2)
    }
}
