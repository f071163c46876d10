import Testing
import ValenceEvaluation

@Suite struct ConfidenceThresholdTests {
    /// Reviews as sure as told, the first `right` of each hundred right.
    private func predictions(_ groups: [(confidence: Float, count: Int, wrong: Int)]) -> Predictions {
        var (truth, probabilities) = ([Int](), [Float]())
        for group in groups {
            for index in 0..<group.count {
                truth.append(index < group.wrong ? 0 : 1)
                probabilities += [1 - group.confidence, group.confidence]
            }
        }
        return Predictions(labels: ["a", "b"], truth: truth, probabilities: probabilities)
    }

    @Test("the threshold is the lowest confidence whose bound still holds the target")
    func table() throws {
        let table = ConfidenceThreshold.table(
            of: predictions([(0.99, 1000, 2), (0.9, 1000, 40), (0.7, 1000, 200)]), targets: [0.97, 0.99, 0.999])
        let first = try #require(table[0].reach)
        #expect(first.confidence == Double(Float(0.9)) && first.count == 2000 && first.accuracy == 0.979)
        #expect(abs(first.coverage - 2.0 / 3) < 1e-12)
        #expect(first.lowerBound == Binomial.lowerBound(successes: 1958, trials: 2000, risk: 0.05))
        #expect(first.lowerBound >= 0.97)
        #expect(try #require(table[1].reach).count == 1000)
        #expect(table[2].reach == nil)
    }

    @Test("too few reviews show nothing, and none at all neither")
    func few() {
        #expect(ConfidenceThreshold.table(of: predictions([(0.99, 58, 0)])).allSatisfy { $0.reach == nil })
        #expect(
            ConfidenceThreshold.table(of: predictions([(0.99, 59, 0)])).map { $0.reach != nil } == [true, false, false])
        #expect(ConfidenceThreshold.table(of: predictions([])).allSatisfy { $0.reach == nil })
    }

    @Test("over 400 samples the promise is broken about 5 times of 100 at most, though dozens of thresholds are tried")
    func promise() {
        // Calibrated log-odds: of reviews at least c sure, a share known by integration is right.
        var draws = SeededDraws(seed: 21)
        let population = scores(count: 300_000, apart: 2.4, share: 0.5, &draws)
        let sure = (0..<300_000).map { (population.confidence($0), population.predicted[$0] == population.truth[$0]) }
            .sorted { $0.0 > $1.0 }
        var right = 0
        let accuracies = sure.enumerated().map { index, review in
            right += review.1 ? 1 : 0
            return (confidence: review.0, accuracy: Double(right) / Double(index + 1))
        }
        func accuracy(from confidence: Double) -> Double {
            var (low, high) = (0, accuracies.count - 1)
            while low < high {
                let middle = (low + high + 1) / 2
                if accuracies[middle].confidence >= confidence { low = middle } else { high = middle - 1 }
            }
            return accuracies[low].accuracy
        }
        var (broken, found) = (0, 0)
        for _ in 0..<400 {
            let sample = scores(count: 800, apart: 2.4, share: 0.5, &draws)
            guard let reach = ConfidenceThreshold.table(of: sample, targets: [0.95])[0].reach else { continue }
            found += 1
            if accuracy(from: reach.confidence) < 0.95 { broken += 1 }
        }
        #expect(found > 300, "\(found) of 400 found")
        #expect(broken > 2 && broken <= 28, "\(broken) of 400 broken")
    }
}
