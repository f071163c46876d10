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

    /// The most accurate model (the first of equals) against each other one, in the order given.
    public static func againstBest(_ models: [(name: String, predictions: Predictions)]) -> [ModelComparison] {
        let right = models.map { model in
            zip(model.predictions.truth, model.predictions.predicted).reduce(0) { $0 + ($1.0 == $1.1 ? 1 : 0) }
        }
        guard let most = right.max(), let best = right.firstIndex(of: most) else { return [] }
        return models.indices.filter { $0 != best }.map { other in
            ModelComparison(
                first: models[best].name, second: models[other].name,
                paired: PairedComparison(models[best].predictions, models[other].predictions))
        }
    }
}
