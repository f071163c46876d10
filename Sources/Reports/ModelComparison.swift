import ValenceEvaluation

/// Two models of a report, judged on the same reviews.
public struct ModelComparison: Codable, Sendable, Equatable {
    public var first: String
    public var second: String
    public var paired: PairedComparison

    public init(first: String, second: String, paired: PairedComparison) {
        self.first = first
        self.second = second
        self.paired = paired
    }

    /// Every pair of models, the more accurate one first (the first of equals), pairs with the best before the others; above
    /// `mostPaired` models only those with the best.
    public static func all(_ models: [(name: String, predictions: Predictions)]) -> [ModelComparison] {
        let right = models.map { model in
            zip(model.predictions.truth, model.predictions.predicted).count { $0 == $1 }
        }
        let order = models.indices.sorted { (right[$1], $0) < (right[$0], $1) }
        return order.enumerated().flatMap { rank, first in
            rank > 0 && models.count > mostPaired
                ? []
                : order.dropFirst(rank + 1).map { second in
                    ModelComparison(
                        first: models[first].name, second: models[second].name,
                        paired: PairedComparison(models[first].predictions, models[second].predictions))
                }
        }
    }

    private static let mostPaired = 4
}
