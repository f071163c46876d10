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
    @Test("the more accurate model stands first in every pair, the best one's pairs before the others")
    func best() {
        let labels = ["a", "b"]
        let flat = [Float](repeating: 0.5, count: 6)
        let weak = Predictions(labels: labels, truth: [0, 1, 1], predicted: [1, 0, 1], probabilities: flat)
        let strong = Predictions(labels: labels, truth: [0, 1, 1], predicted: [0, 1, 1], probabilities: flat)
        let pairs = ModelComparison.all([("weak", weak), ("strong", strong), ("twin", strong)])
        #expect(pairs.map(\.first) == ["strong", "strong", "twin"])
        #expect(pairs.map(\.second) == ["twin", "weak", "weak"])
        #expect(pairs[2].paired.onlyFirstRight == 2)
        #expect(pairs[0].paired.pValue == 1)
        let many = (0..<5).map { ("model \($0)", $0 == 2 ? strong : weak) }
        #expect(ModelComparison.all(many).map(\.first) == Array(repeating: "model 2", count: 4))
    }
}
