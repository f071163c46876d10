import Testing
import ValenceEvaluation

@Suite struct BinomialTests {
    @Test("tails and Clopper and Pearson's bounds equal scipy's to 1e-9")
    func reference() throws {
        for sample in try Reference.load().binomial {
            let (k, n) = (sample.successes, sample.trials)
            #expect(
                agree(Binomial.atLeast(k, of: n, probability: sample.probability), sample.atLeast), "\(sample)")
            #expect(agree(Binomial.lowerBound(successes: k, trials: n, risk: 0.05), sample.lowerBound), "\(sample)")
        }
    }

    @Test(
        "over all outcomes of 60 trials the bound lies above the truth at most 5 times of 100, and not much less often")
    func coverage() {
        let trials = 60
        let bounds = (0...trials).map { Binomial.lowerBound(successes: $0, trials: trials, risk: 0.05) }
        var mean = 0.0
        for step in 1...39 {
            let p = Double(step) / 40
            // The chance of each outcome, exactly: no sampling.
            let chances = (0...trials).map {
                Binomial.atLeast($0, of: trials, probability: p) - Binomial.atLeast($0 + 1, of: trials, probability: p)
            }
            let missed = zip(bounds, chances).reduce(0) { $0 + ($1.0 > p ? $1.1 : 0) }
            #expect(missed <= 0.05 + 1e-9)
            mean += missed / 39
        }
        #expect(mean > 0.02)
    }
}
