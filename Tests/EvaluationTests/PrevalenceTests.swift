import Testing
import ValenceEvaluation

@Suite struct PrevalenceTests {
    /// A model's probabilities, each class's odds turned by `bias`: what a temperature cannot mend.
    private func sample(_ count: Int, share: Double, bias: Float = 0, _ draws: inout SeededDraws) -> Predictions {
        let found = scores(count: count, apart: 2, share: share, &draws)
        let turned = stride(from: 0, to: found.probabilities.count, by: 2).flatMap { start in
            let odds = found.probabilities[start + 1] / found.probabilities[start] * (1 + bias)
            return [1 / (1 + odds), odds / (1 + odds)]
        }
        return Predictions(labels: found.labels, truth: found.truth, probabilities: turned)
    }

    /// Of 100 dumps with 85 % positive reviews, how many intervals hold that, by counting and by EM.
    private func covered(bias: Float, seed: UInt64) throws -> (counted: Int, corrected: Int, error: Double) {
        var draws = SeededDraws(seed: seed)
        var (counted, corrected, error) = (0, 0, 0.0)
        for _ in 0..<100 {
            let heldOut = sample(300, share: 0.5, bias: bias, &draws)
            let dump = sample(500, share: 0.85, bias: bias, &draws)
            let prevalence = try #require(Prevalence(heldOut: heldOut, resamples: 120))
            let share = try #require(prevalence.shares(of: dump.probabilities)?[1])
            error += (share.share - 0.85) / 100
            if share.interval.lower <= 0.85, 0.85 <= share.interval.upper { corrected += 1 }
            let plain = try #require(
                ConfidenceInterval.wilson(successes: Int((share.counted * 500).rounded()), trials: 500))
            if plain.lower <= 0.85, 0.85 <= plain.upper { counted += 1 }
        }
        return (counted, corrected, error)
    }

    @Test(
        "under label shift the interval covers the true share about 95 times of 100, where counted labels fail",
        arguments: [Float(0), -0.6])
    func coverage(bias: Float) throws {
        let found = try covered(bias: bias, seed: 17)
        #expect(found.corrected >= 90 && found.corrected <= 99, "\(found) of 100")
        #expect(found.counted < 50, "\(found) of 100")
        #expect(abs(found.error) < 0.01)
    }

    @Test("of one review it says next to nothing")
    func oneReview() throws {
        var draws = SeededDraws(seed: 3)
        let prevalence = try #require(Prevalence(heldOut: sample(300, share: 0.5, &draws), resamples: 50))
        let interval = try #require(prevalence.shares(of: [0.0001, 0.9999])?[1].interval)
        #expect(interval.lower < 0.25 && interval.upper > 0.99)
    }

    @Test("with few held-out reviews too it covers a share near 1 about 95 times of 100")
    func fewHeldOut() throws {
        var draws = SeededDraws(seed: 31)
        var covered = 0
        for _ in 0..<200 {
            let heldOut = sample(100, share: 0.5, bias: -0.6, &draws)
            let dump = sample(400, share: 0.95, bias: -0.6, &draws)
            let prevalence = try #require(Prevalence(heldOut: heldOut, resamples: 120))
            let interval = try #require(prevalence.shares(of: dump.probabilities)?[1].interval)
            if interval.lower <= 0.95, 0.95 <= interval.upper { covered += 1 }
        }
        #expect(covered >= 184 && covered <= 198, "\(covered) of 200")
    }

    @Test("of three classes each share is covered about 95 times of 100")
    func threeClasses() throws {
        let (shares, apart) = ([0.15, 0.6, 0.25], 1.8)
        var draws = SeededDraws(seed: 23)
        func sample(_ count: Int, _ shares: [Double]) -> Predictions {
            var (truth, probabilities) = ([Int](), [Float]())
            for _ in 0..<count {
                let point = draws.uniform()
                let label = point < shares[0] ? 0 : point < shares[0] + shares[1] ? 1 : 2
                let logits = (0..<3).map { Float(apart * (draws.normal() + ($0 == label ? apart : 0))) }
                truth.append(label)
                probabilities += softmax(logits)
            }
            return Predictions(labels: ["a", "b", "c"], truth: truth, probabilities: probabilities)
        }
        var covered = 0
        for _ in 0..<60 {
            let prevalence = try #require(
                Prevalence(heldOut: sample(300, [0.34, 0.33, 0.33]), resamples: 100))
            let found = try #require(prevalence.shares(of: sample(300, shares).probabilities))
            covered += zip(found, shares).count { $0.interval.lower <= $1 && $1 <= $0.interval.upper }
        }
        #expect(covered >= 163 && covered <= 178, "\(covered) of 180")
    }

    @Test(
        "a large dump, of which a part is drawn anew, gives an interval as narrow as its size and the held-out reviews allow"
    )
    func large() throws {
        var draws = SeededDraws(seed: 9)
        let prevalence = try #require(Prevalence(heldOut: sample(2000, share: 0.5, &draws), resamples: 100))
        let small = try #require(prevalence.shares(of: sample(2000, share: 0.3, &draws).probabilities)?[0])
        let large = try #require(prevalence.shares(of: sample(40_000, share: 0.3, &draws).probabilities)?[0])
        #expect(abs(large.share - 0.7) < 0.02)
        #expect(large.interval.lower < large.share && large.share < large.interval.upper)
        #expect(large.interval.upper - large.interval.lower < 0.8 * (small.interval.upper - small.interval.lower))
    }

    @Test("shares of three classes sum to one, and the same reviews give the same numbers")
    func three() throws {
        let sample = try #require(try Reference.load().metrics.first { $0.name == "3 classes, mostly right" })
            .predictions
        let prevalence = try #require(Prevalence(heldOut: sample, resamples: 50))
        let shares = try #require(prevalence.shares(of: sample.probabilities))
        #expect(abs(shares.reduce(0) { $0 + $1.share } - 1) < 1e-9)
        #expect(shares == prevalence.shares(of: sample.probabilities))
        // On the held-out reviews themselves nothing has shifted.
        for (label, share) in shares.enumerated() {
            let own = Double(sample.truth.count { $0 == label }) / Double(sample.truth.count)
            #expect(abs(share.share - own) < 0.02)
            #expect(share.interval.lower <= own && own <= share.interval.upper)
        }
    }

    @Test("without held-out reviews of a class, or without a review, there is nothing to say")
    func undefined() throws {
        let labels = ["a", "b"]
        #expect(Prevalence(heldOut: Predictions(labels: labels, truth: [0, 0], probabilities: [1, 0, 1, 0])) == nil)
        #expect(Prevalence(heldOut: Predictions(labels: labels, truth: [], probabilities: [])) == nil)
        let two = Predictions(labels: labels, truth: [0, 1], probabilities: [0.9, 0.1, 0.2, 0.8])
        let prevalence = try #require(Prevalence(heldOut: two, resamples: 20))
        #expect(prevalence.shares(of: []) == nil)
        #expect(prevalence.shares(of: [.nan, 0.5]) == nil)
        #expect(prevalence.shares(of: [0.5, 0.5]) != nil)
    }
}
