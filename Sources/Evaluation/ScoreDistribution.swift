/// How the probability of one class is spread over the reviews of each true class.
public struct ScoreDistribution: Codable, Sendable, Equatable {
    /// The class whose probability is counted.
    public let label: String
    /// For each true class, in the order of the labels, how many reviews' probabilities lie in each of 20 equal bins from 0
    /// to 1: bin b holds b/20 ≤ p < (b + 1)/20, the last one also 1.
    public let counts: [[Int]]

    public static let binCount = 20

    /// Reviews whose probability is not a number are left out.
    public init(_ predictions: Predictions, of label: Int) {
        var counts = predictions.labels.map { _ in [Int](repeating: 0, count: Self.binCount) }
        for (review, truth) in predictions.truth.enumerated() {
            let p = predictions.probability(review, label)
            guard p >= 0, p <= 1 else { continue }
            counts[truth][min(Int(p * Double(Self.binCount)), Self.binCount - 1)] += 1
        }
        self.label = predictions.labels[label]
        self.counts = counts
    }
}
