/// A place on a curve that falling thresholds draw.
public struct CurvePoint: Codable, Sendable, Equatable {
    public let x: Double
    public let y: Double
    /// The score from which reviews count; `nil` where the curve begins, before any review.
    public let threshold: Double?
}

/// How well the probability of one class tells its reviews from all others: ROC and precision-recall curves with what
/// they enclose.
public struct ClassCurves: Codable, Sendable, Equatable {
    public let label: String
    /// False positive rate (x) against recall (y), from (0, 0); empty unless there are reviews of the class and others.
    public let roc: [CurvePoint]
    public let rocAUC: Double?
    /// DeLong's 95 % interval.
    public let rocInterval: ConfidenceInterval?
    /// Recall (x) against precision (y), from (0, 1) as scikit-learn draws it; empty where no review is of the class.
    public let precisionRecall: [CurvePoint]
    /// Average precision.
    public let prAUC: Double?

    /// The most points that a curve is thinned to, for drawing; areas come from all.
    private static let pointLimit = 200

    /// One set of curves a label, in their order; for two labels the last one's alone, since the other's are its mirror.
    public static func all(of predictions: Predictions) -> [ClassCurves] {
        predictions.labels.indices.suffix(predictions.labels.count == 2 ? 1 : .max).map {
            ClassCurves(predictions, label: $0)
        }
    }

    /// Class `label` against the rest. All is undefined where a probability is not a number.
    public init(_ predictions: Predictions, label: Int) {
        let sweep = ScoreSweep(predictions, of: label)
        let (hits, misses) = (Double(sweep.hitCount), Double(sweep.missCount))
        self.label = predictions.labels[label]
        rocAUC = sweep.rocAUC
        rocInterval = sweep.rocInterval
        prAUC = sweep.averagePrecision
        roc =
            hits == 0 || misses == 0
            ? []
            : Self.thinned(
                [CurvePoint(x: 0, y: 0, threshold: nil)]
                    + sweep.scores.indices.map {
                        CurvePoint(
                            x: Double(sweep.misses[$0]) / misses, y: Double(sweep.hits[$0]) / hits,
                            threshold: Double(sweep.scores[$0]))
                    }
            ) { ($0.x + $0.y) / 2 }
        precisionRecall =
            hits == 0
            ? []
            : Self.thinned(
                [CurvePoint(x: 0, y: 1, threshold: nil)]
                    + sweep.scores.indices.map {
                        CurvePoint(
                            x: Double(sweep.hits[$0]) / hits,
                            y: Double(sweep.hits[$0]) / Double(sweep.hits[$0] + sweep.misses[$0]),
                            threshold: Double(sweep.scores[$0]))
                    }
            ) { $0.x }
    }

    /// The first and last point, and between them the first in each of equal steps of `progress`, which runs from 0 to 1.
    static func thinned(_ points: [CurvePoint], by progress: (CurvePoint) -> Double) -> [CurvePoint] {
        guard points.count > pointLimit, let last = points.last else { return points }
        var kept: [CurvePoint] = []
        var step = -1
        for point in points.dropLast() {
            let reached = Int(progress(point) * Double(pointLimit - 1))
            if reached > step, kept.count < pointLimit - 1 {
                kept.append(point)
                step = reached
            }
        }
        return kept + [last]
    }
}
