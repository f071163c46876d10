/// A number of which more is better, and which a user may ask to be reached: `--fail-under accuracy=0.85`.
public enum GateMetric: String, Sendable, CaseIterable {
    case accuracy
    case macroF1 = "macro-f1"
    case macroPrecision = "macro-precision"
    case macroRecall = "macro-recall"
    case weightedF1 = "weighted-f1"
    case mcc
    case rocAUC = "roc-auc"
    case prAUC = "pr-auc"
    case withinOne = "within-one"

    /// `nil` where the metric is not defined for these labels or reviews; no gate is met by that.
    public func value(in metrics: Metrics) -> Double? {
        switch self {
        case .accuracy: metrics.accuracy
        case .macroF1: metrics.macro.f1
        case .macroPrecision: metrics.macro.precision
        case .macroRecall: metrics.macro.recall
        case .weightedF1: metrics.weighted.f1
        case .mcc: metrics.matthews
        case .rocAUC: metrics.ranking?.rocAUC
        case .prAUC: metrics.ranking?.prAUC
        case .withinOne: metrics.stars?.withinOne
        }
    }
}
