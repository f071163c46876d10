/// How accurate the model is where it answers only the reviews it is surest of.
public struct Coverage: Codable, Sendable, Equatable {
    public struct Point: Codable, Sendable, Equatable {
        /// The share of reviews with at least this confidence.
        public let coverage: Double
        /// The share of them that is right.
        public let accuracy: Double
        public let confidence: Double
    }

    /// From the surest reviews to all of them, at most 200; reviews of one confidence together.
    public let points: [Point]

    private static let pointLimit = 200

    /// No points where there is no review, or a probability that is not a number.
    public init(_ predictions: Predictions) {
        let sweep = ScoreSweep(confidenceOf: predictions)
        let n = sweep.count
        var points: [Point] = []
        var step = 0
        for index in sweep.scores.indices {
            let covered = sweep.hits[index] + sweep.misses[index]
            // The first that reaches each step, so that the last, which covers all, is among them.
            guard covered * Self.pointLimit / n > step || n <= Self.pointLimit else { continue }
            step = covered * Self.pointLimit / n
            points.append(
                Point(
                    coverage: Double(covered) / Double(n), accuracy: Double(sweep.hits[index]) / Double(covered),
                    confidence: Double(sweep.scores[index])))
        }
        self.points = points
    }
}
