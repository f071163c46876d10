import Testing
import ValenceEvaluation

@Suite struct ResampledIntervalsTests {
    /// 400 reviews of two classes, 90 % of the first and 70 % of the second right.
    private static let sample = ConfusionMatrix(classCount: 2, counts: [216, 24, 48, 112])

    private static func macroF1(_ matrix: ConfusionMatrix) -> Double? {
        let f1 = (0..<2).map { k in
            2 * Double(matrix[k, k]) / Double(matrix.support(k) + matrix.predicted(k))
        }
        return (f1[0] + f1[1]) / 2
    }

    @Test("the accuracy's percentiles lie within half a point of Wilson's interval")
    func accuracy() throws {
        let found = try #require(
            Self.sample.resampledIntervals { [Double($0.correct) / Double($0.total)] }.first ?? nil)
        let wilson = try #require(ConfidenceInterval.wilson(successes: 328, trials: 400))
        #expect(abs(found.lower - wilson.lower) < 0.005 && abs(found.upper - wilson.upper) < 0.005)
    }

    @Test("over 300 samples the interval of macro-F1 covers the true one about 95 times of 100")
    func coverage() throws {
        let truth = try #require(Self.macroF1(Self.sample))
        var draws = SeededDraws(seed: 2)
        let covered = (0..<300).count { _ in
            let drawn = ConfusionMatrix(classCount: 2, counts: draws.multinomial(like: Self.sample.counts))
            let interval = drawn.resampledIntervals(count: 500) { [Self.macroF1($0)] }[0]
            return interval.map { $0.lower <= truth && truth <= $0.upper } ?? false
        }
        #expect(covered >= 273 && covered <= 296, "\(covered) of 300")
    }

    @Test("the same matrix gives the same intervals, another seed others, and each holds its number")
    func metrics() throws {
        for sample in try Reference.load().metrics where sample.truth.count > 50 {
            let metrics = Metrics(sample.predictions)
            let intervals = ResampledIntervals(metrics)
            #expect(intervals == ResampledIntervals(metrics))
            #expect(intervals != ResampledIntervals(metrics, seed: 2))
            let pairs =
                [
                    (intervals.macroF1, metrics.macro.f1), (intervals.weightedF1, metrics.weighted.f1),
                    (intervals.matthews, metrics.matthews),
                    (intervals.meanAbsoluteError, metrics.stars?.meanAbsoluteError),
                    (intervals.quadraticKappa, metrics.stars?.quadraticKappa),
                ] + zip(intervals.f1, metrics.classes.map(\.f1))
            for (interval, number) in pairs {
                #expect((interval == nil) == (number == nil))
                if let interval, let number { #expect(interval.lower <= number && number <= interval.upper) }
            }
        }
    }

    @Test("a number that the matrix does not define has no interval")
    func undefined() {
        let metrics = Metrics(
            Predictions(labels: ["a", "b"], truth: [0, 0], predicted: [0, 0], probabilities: [1, 0, 1, 0]))
        let intervals = ResampledIntervals(metrics)
        #expect(intervals.matthews == nil && intervals.f1[1] == nil)
        #expect(intervals.f1[0] == ConfidenceInterval(lower: 1, upper: 1))
    }
}
