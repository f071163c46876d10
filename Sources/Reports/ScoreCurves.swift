import ValenceEvaluation

/// What a model's probabilities say over all thresholds: the curves of each class, accuracy against coverage, thresholds
/// that can be relied on, and how confidences and scores are spread.
public struct ScoreCurves: Codable, Sendable, Equatable {
    /// For two labels the last one's alone.
    public let classes: [ClassCurves]
    public let coverage: Coverage
    public let thresholds: [ConfidenceThreshold]
    /// In the order of `classes`.
    public let scores: [ScoreDistribution]
    /// How many reviews' predicted label has a probability in each of 20 equal bins from 0 to 1.
    public let confidences: [Int]

    public init(_ predictions: Predictions) {
        classes = ClassCurves.all(of: predictions)
        coverage = Coverage(predictions)
        thresholds = ConfidenceThreshold.table(of: predictions)
        scores = predictions.labels.indices.suffix(classes.count).map { ScoreDistribution(predictions, of: $0) }
        var counts = [Int](repeating: 0, count: ScoreDistribution.binCount)
        for review in predictions.truth.indices {
            let p = predictions.confidence(review)
            guard p >= 0, p <= 1 else { continue }
            counts[min(Int(p * Double(counts.count)), counts.count - 1)] += 1
        }
        confidences = counts
    }
}
