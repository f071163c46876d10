import Testing
import ValenceEvaluation

@Suite struct PairedComparisonTests {
    @Test("test and interval equal statsmodels' exact McNemar test and Newcombe's method 10")
    func reference() throws {
        for sample in try Reference.load().paired {
            let comparison = sample.comparison
            // The log-gamma of a count in the tens of thousands carries its own rounding, hence relative to p.
            #expect(abs(comparison.pValue - sample.p) <= 1e-9 * max(sample.p, 1e-3), "\(sample.counts)")
            #expect(agree(comparison.difference, sample.difference))
            let interval = comparison.differenceInterval
            #expect(agree([interval?.lower, interval?.upper], sample.interval), "\(sample.counts)")
        }
    }

    @Test("Newcombe's published example 36, 12, 2, 0 gives 0.0569 to 0.3404")
    func published() throws {
        let comparison = PairedComparison(bothRight: 36, onlyFirstRight: 12, onlySecondRight: 2, bothWrong: 0)
        let interval = try #require(comparison.differenceInterval)
        #expect(abs(interval.lower - 0.0569) < 5e-5)
        #expect(abs(interval.upper - 0.3404) < 5e-5)
    }

    @Test("swapping the models turns the difference round and leaves the test alone")
    func swap() throws {
        for sample in try Reference.load().paired {
            let one = sample.comparison
            let other = PairedComparison(
                bothRight: one.bothRight, onlyFirstRight: one.onlySecondRight, onlySecondRight: one.onlyFirstRight,
                bothWrong: one.bothWrong)
            #expect(one.pValue == other.pValue)
            let lower = try #require(one.differenceInterval?.lower)
            let upper = try #require(other.differenceInterval?.upper)
            #expect(abs(lower + upper) < 1e-12)
        }
    }

    @Test("counts come from the predictions")
    func counts() {
        let labels = ["a", "b"]
        let flat = [Float](repeating: 0.5, count: 8)
        let first = Predictions(labels: labels, truth: [0, 0, 1, 1], predicted: [0, 0, 0, 0], probabilities: flat)
        let second = Predictions(labels: labels, truth: [0, 0, 1, 1], predicted: [0, 1, 1, 0], probabilities: flat)
        let comparison = PairedComparison(first, second)
        #expect(comparison == PairedComparison(bothRight: 1, onlyFirstRight: 1, onlySecondRight: 1, bothWrong: 1))
        #expect(comparison.pValue == 1)
    }

    @Test("over 2,000 samples the interval covers the true difference about 95 times of 100")
    func coverage() {
        var draws = SeededDraws(seed: 7)
        for counts in [[150, 30, 12, 8], [170, 12, 6, 12], [60, 50, 50, 40]] {
            let truth = Double(counts[1] - counts[2]) / 200
            let covered = (0..<2000).count { _ in
                let drawn = draws.multinomial(like: counts)
                let interval = PairedComparison(
                    bothRight: drawn[0], onlyFirstRight: drawn[1], onlySecondRight: drawn[2], bothWrong: drawn[3]
                ).differenceInterval
                return interval.map { $0.lower <= truth && truth <= $0.upper } ?? false
            }
            #expect(covered >= 1880 && covered <= 1950, "\(counts): \(covered) of 2000")
        }
    }

    @Test("no reviews: no difference, no interval")
    func empty() {
        let none = PairedComparison(bothRight: 0, onlyFirstRight: 0, onlySecondRight: 0, bothWrong: 0)
        #expect(none.difference == nil)
        #expect(none.differenceInterval == nil)
        #expect(none.pValue == 1)
    }
}
