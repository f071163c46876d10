import ValenceEvaluation

/// What the numbers say, in sentences; the first is the verdict.
enum Findings {
    static func sentences(_ report: Report) -> [String] {
        guard let best = report.best else { return ["No model was evaluated."] }
        guard best.metrics.count > 0 else { return ["No labelled review was found, so nothing can be said."] }
        return [verdict(best, report), baseline(best)].compactMap { $0 }
            + report.comparisons.map(comparison)
            + [confusion(best), weakest(best), trust(best)].compactMap { $0 }
    }

    private static func verdict(_ model: EvaluatedModel, _ report: Report) -> String {
        let metrics = model.metrics
        let interval = metrics.accuracyInterval
        return "\(name(model.name)) labels \(Numbers.count(metrics.confusion.correct)) of "
            + "\(Numbers.count(metrics.count)) \(report.reviewsName) right: accuracy \(Numbers.percent(metrics.accuracy)) "
            + "(95 % interval \(Numbers.interval(interval?.lower, interval?.upper))), "
            + "macro-F1 \(Numbers.fixed(metrics.macro.f1))."
    }

    private static func baseline(_ model: EvaluatedModel) -> String? {
        let metrics = model.metrics
        guard let most = metrics.classes.max(by: { $0.support < $1.support }), let accuracy = metrics.accuracy
        else { return nil }
        let share = Double(most.support) / Double(metrics.count)
        let judgement = accuracy <= share ? ", so the model adds nothing" : ""
        return "Always answering \(name(most.label)) would be right in \(Numbers.percent(share))\(judgement)."
    }

    private static func comparison(_ comparison: ModelComparison) -> String {
        let paired = comparison.paired
        let interval = paired.differenceInterval
        let range = "95 % interval \(Numbers.points(interval?.lower)) to \(Numbers.points(interval?.upper))"
        let test = "McNemar's test p \(paired.pValue < 0.0001 ? "" : "= ")\(Numbers.chance(paired.pValue))"
        let difference = "\(Numbers.fixed(paired.difference.map { $0 * 100 }, 2)) percentage points (\(range); \(test))"
        return paired.pValue < 0.05
            ? "\(name(comparison.first)) beats \(name(comparison.second)) by \(difference)."
            : "\(name(comparison.first)) and \(name(comparison.second)) differ by \(difference), "
                + "which may be chance."
    }

    private static func confusion(_ model: EvaluatedModel) -> String? {
        let metrics = model.metrics
        var worst: (truth: Int, predicted: Int, count: Int)?
        for truth in metrics.labels.indices {
            for predicted in metrics.labels.indices where truth != predicted {
                let count = metrics.confusion[truth, predicted]
                if count > (worst?.count ?? 0) { worst = (truth, predicted, count) }
            }
        }
        guard let worst else { return "\(name(model.name)) makes no mistake on these reviews." }
        let share = Double(worst.count) / Double(metrics.classes[worst.truth].support)
        return "The most frequent mistake of \(name(model.name)): \(name(metrics.labels[worst.truth])) taken for "
            + "\(name(metrics.labels[worst.predicted])), \(Numbers.count(worst.count, "time")) "
            + "(\(Numbers.percent(share, 1)) of those reviews)."
    }

    private static func weakest(_ model: EvaluatedModel) -> String? {
        let known = model.metrics.classes.filter { $0.support > 0 }
        guard known.count > 2, let worst = known.min(by: { ($0.f1 ?? 0) < ($1.f1 ?? 0) }) else { return nil }
        return "It is weakest on \(name(worst.label)): precision \(Numbers.percent(worst.precision, 1)), "
            + "recall \(Numbers.percent(worst.recall, 1))."
    }

    private static func trust(_ model: EvaluatedModel) -> String? {
        guard let error = model.metrics.calibration.expectedError else { return nil }
        let bins = model.metrics.calibration.bins
        let reviews = bins.reduce(0) { $0 + $1.count }
        let gap = bins.reduce(0) { $0 + Double($1.count) * ($1.confidence - $1.accuracy) } / Double(max(reviews, 1))
        let side =
            abs(gap) < 0.005 ? "" : gap > 0 ? ", too sure of itself on the whole" : ", too cautious on the whole"
        return "Its confidence is \(Numbers.fixed(error * 100, 1)) percentage points off on average\(side)."
    }

    /// A name that came from a file or a user, in quotes.
    private static func name(_ text: String) -> String {
        "“\(PlainText.line(text))”"
    }
}
