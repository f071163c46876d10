/// How well the probability of the positive class (the last of two labels) puts positive reviews before negative ones.
///
/// Reviews of one score stand or fall together, as in scikit-learn.
public struct Ranking: Codable, Sendable, Equatable {
    /// The chance that a positive review scores higher than a negative one, ties counting half; undefined unless both
    /// classes occur.
    public let rocAUC: Double?
    /// Average precision, Σ (R_n - R_(n-1)) P_n over falling thresholds; undefined where no review is positive.
    public let prAUC: Double?

    /// `nil` unless there are exactly two labels.
    init?(_ predictions: Predictions) {
        guard predictions.labels.count == 2 else { return nil }
        let positives = predictions.truth.reduce(0, +)
        let negatives = predictions.count - positives
        let scores = predictions.truth.indices.map { predictions.probabilities[2 * $0 + 1] }
        let falling = scores.indices.sorted { scores[$0] > scores[$1] }

        var above = (positive: 0, negative: 0)
        var wins = 0.0
        var precisions = 0.0
        var start = 0
        while start < falling.count {
            var tied = (positive: 0, negative: 0)
            var end = start
            while end < falling.count, scores[falling[end]] == scores[falling[start]] {
                if predictions.truth[falling[end]] == 1 { tied.positive += 1 } else { tied.negative += 1 }
                end += 1
            }
            wins += Double(tied.negative) * (Double(above.positive) + Double(tied.positive) / 2)
            above.positive += tied.positive
            above.negative += tied.negative
            precisions += Double(tied.positive) * Double(above.positive) / Double(end)
            start = end
        }
        rocAUC = positives > 0 && negatives > 0 ? wins / (Double(positives) * Double(negatives)) : nil
        prAUC = positives > 0 ? precisions / Double(positives) : nil
    }
}
