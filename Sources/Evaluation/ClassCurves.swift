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
            : Self.thinned(sweep, from: CurvePoint(x: 0, y: 0, threshold: nil)) { found, wrong in
                (Double(wrong) / misses, Double(found) / hits)
            } progress: {
                ($0.x + $0.y) / 2
            }
        precisionRecall =
            hits == 0
            ? []
            : Self.thinned(sweep, from: CurvePoint(x: 0, y: 1, threshold: nil)) { found, wrong in
                (Double(found) / hits, Double(found) / Double(found + wrong))
            } progress: {
                $0.x
            }
    }

    /// All points where they are few; else the first, the last, and the first to reach each of equal steps of `progress`,
    /// which runs from 0 to 1.
    private static func thinned(
        _ sweep: ScoreSweep, from first: CurvePoint, at place: (_ hits: Int, _ misses: Int) -> (x: Double, y: Double),
        progress: (CurvePoint) -> Double
    ) -> [CurvePoint] {
        let isThinned = sweep.scores.count >= pointLimit
        var points = [first]
        var reached = 0
        for (step, score) in sweep.scores.enumerated() {
            let (x, y) = place(sweep.hits[step], sweep.misses[step])
            let point = CurvePoint(x: x, y: y, threshold: Double(score))
            let now = Int(progress(point) * Double(pointLimit - 2))
            guard !isThinned || now > reached || step + 1 == sweep.scores.count else { continue }
            reached = now
            points.append(point)
        }
        return points
    }
}
