import Testing
import ValenceEvaluation

@Suite struct ScoreDistributionTests {
    @Test("bins hold what numpy's histogram counts", arguments: try Reference.load().metrics)
    func reference(_ sample: Reference.MetricCase) {
        for (label, expected) in (sample.expected.distributions ?? []).enumerated() {
            let found = ScoreDistribution(sample.predictions, of: label)
            #expect(found.label == sample.labels[label] && found.counts == expected)
        }
    }

    @Test("probabilities that are not numbers are in no bin")
    func notFinite() {
        let predictions = Predictions(
            labels: ["a", "b"], truth: [0, 1], predicted: [0, 1], probabilities: [1, 0, .nan, .nan])
        #expect(ScoreDistribution(predictions, of: 1).counts.flatMap { $0 }.reduce(0, +) == 1)
    }
}
