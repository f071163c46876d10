import Testing
import ValenceEvaluation

@Suite struct ConfidenceIntervalTests {
    @Test("the interval lies within 0 and 1, holds the proportion, and narrows as trials grow")
    func shape() throws {
        for trials in [1, 2, 10, 1000] {
            for successes in 0...trials {
                let interval = try #require(ConfidenceInterval.wilson(successes: successes, trials: trials))
                let p = Double(successes) / Double(trials)
                #expect(0 <= interval.lower && interval.lower <= p && p <= interval.upper && interval.upper <= 1)
            }
        }
        let few = try #require(ConfidenceInterval.wilson(successes: 9, trials: 10))
        let many = try #require(ConfidenceInterval.wilson(successes: 900, trials: 1000))
        #expect(many.upper - many.lower < (few.upper - few.lower) / 5)
        #expect(ConfidenceInterval.wilson(successes: 0, trials: 0) == nil)
    }

    @Test("over all outcomes of 200 trials the interval covers the truth about 95 times of 100")
    func coverage() throws {
        let trials = 200
        var covered = 0.0
        var settings = 0.0
        for step in 1...39 {
            let p = Double(step) / 40
            // The binomial's weights, exactly: no sampling.
            var weight = 1.0
            for _ in 0..<trials { weight *= 1 - p }
            for successes in 0...trials {
                let interval = try #require(ConfidenceInterval.wilson(successes: successes, trials: trials))
                if interval.lower <= p, p <= interval.upper { covered += weight }
                weight *= Double(trials - successes) / Double(successes + 1) * p / (1 - p)
            }
            settings += 1
        }
        #expect(abs(covered / settings - 0.95) < 0.01)
    }
}
