import Testing
import ValenceEvaluation

@Suite struct CalibrationTests {
    @Test("every review stands in one bin, and the bins differ in size by one at most")
    func equalMass() throws {
        for sample in try Reference.load().metrics {
            let sizes = Metrics(sample.predictions).calibration.bins.map(\.count)
            #expect(sizes.reduce(0, +) == sample.truth.count)
            #expect(sizes.count == min(15, sample.truth.count))
            #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1)
        }
    }

    @Test("a model that is right as often as it says has no calibration error, one that is always wrong has all")
    func ends() {
        let honest = Predictions(
            labels: ["a", "b"], truth: [0, 0, 0, 1], predicted: [0, 0, 0, 0],
            probabilities: Array(repeating: [0.75, 0.25], count: 4).flatMap { $0 })
        #expect(Metrics(honest).calibration.expectedError == 0)
        let wrong = Predictions(labels: ["a", "b"], truth: [0, 0], predicted: [1, 1], probabilities: [0, 1, 0, 1])
        #expect(Metrics(wrong).calibration.expectedError == 1)
    }
}
