/// How well the probability of the positive class (the last of two labels) puts positive reviews before negative ones.
///
/// Reviews of one score stand or fall together, as in scikit-learn.
public struct Ranking: Codable, Sendable, Equatable {
    /// The chance that a positive review scores higher than a negative one, ties counting half; undefined unless both
    /// classes occur.
    public let rocAUC: Double?
    /// DeLong's 95 % interval of `rocAUC`; undefined without two reviews of each class, and where the scores part the
    /// classes without a fault or not at all.
    public let rocInterval: ConfidenceInterval?
    /// Average precision, Σ (R_n - R_(n-1)) P_n over falling thresholds; undefined where no review is positive.
    public let prAUC: Double?

    /// `nil` unless there are exactly two labels.
    init?(_ predictions: Predictions) {
        guard predictions.labels.count == 2 else { return nil }
        let sweep = ScoreSweep(predictions, of: 1)
        rocAUC = sweep.rocAUC
        rocInterval = sweep.rocInterval
        prAUC = sweep.averagePrecision
    }
}
