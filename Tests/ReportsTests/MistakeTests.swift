import Testing
import ValenceEvaluation
import ValenceReports

@Suite struct MistakeTests {
    @Test("the surest mistakes come first, the earlier of equals before the later, right answers never")
    func order() {
        let predictions = Predictions(
            labels: ["a", "b"], truth: [0, 1, 1, 1, 1], predicted: [0, 0, 0, 1, 0],
            probabilities: [0.99, 0.01, 0.7, 0.3, 0.9, 0.1, 0.2, 0.8, 0.7, 0.3])
        #expect(Mistake.mostConfident(in: predictions) == [2, 1, 4])
        #expect(Mistake.mostConfident(in: predictions, limit: 1) == [2])
    }
}

@Suite struct ModelComparisonTests {
    @Test("the most accurate model stands first in every pair")
    func best() {
        let labels = ["a", "b"]
        let flat = [Float](repeating: 0.5, count: 6)
        let weak = Predictions(labels: labels, truth: [0, 1, 1], predicted: [1, 0, 1], probabilities: flat)
        let strong = Predictions(labels: labels, truth: [0, 1, 1], predicted: [0, 1, 1], probabilities: flat)
        let pairs = ModelComparison.againstBest([("weak", weak), ("strong", strong), ("twin", strong)])
        #expect(pairs.map(\.first) == ["strong", "strong"])
        #expect(pairs.map(\.second) == ["weak", "twin"])
        #expect(pairs[0].paired.onlyFirstRight == 2)
        #expect(pairs[1].paired.pValue == 1)
    }
}
