import Foundation
import ValenceEvaluation

/// One number about the whole test, with its name and what it means: listed once, shown by every renderer.
struct MetricRow {
    let name: String
    let value: String
    /// For readers who meet the number for the first time.
    let meaning: String

    static func rows(_ model: EvaluatedModel) -> [MetricRow] {
        let metrics = model.metrics
        let interval = metrics.accuracyInterval
        var rows = [
            MetricRow(
                name: "Accuracy", value: Numbers.percent(metrics.accuracy),
                meaning: "share of reviews labelled right"),
            MetricRow(
                name: "95 % interval", value: Numbers.interval(interval?.lower, interval?.upper),
                meaning: "where the accuracy on all such reviews lies (Wilson)"),
            MetricRow(
                name: "Macro-F1", value: withInterval(metrics.macro.f1, model.intervals.macroF1),
                meaning: "mean F1 of the classes, each counting the same"),
            MetricRow(
                name: "Weighted F1", value: withInterval(metrics.weighted.f1, model.intervals.weightedF1),
                meaning: "the same, each class counting by its reviews"),
            MetricRow(
                name: "MCC", value: withInterval(metrics.matthews, model.intervals.matthews),
                meaning: "correlation of true and predicted labels: 1 perfect, 0 no better than chance"),
        ]
        if let ranking = metrics.ranking {
            let positive = PlainText.line(metrics.labels.last ?? "")
            rows += [
                MetricRow(
                    name: "ROC-AUC", value: withInterval(ranking.rocAUC, ranking.rocInterval),
                    meaning: "chance that a review labelled \(positive) scores above one that is not"),
                MetricRow(
                    name: "PR-AUC", value: Numbers.fixed(ranking.prAUC),
                    meaning: "average precision for \(positive)"),
            ]
        }
        if let stars = metrics.stars, metrics.labels.count > 2 {
            rows += [
                MetricRow(
                    name: "MAE", value: withInterval(stars.meanAbsoluteError, model.intervals.meanAbsoluteError),
                    meaning: "mean distance between true and predicted stars"),
                MetricRow(
                    name: "Quadratic kappa", value: withInterval(stars.quadraticKappa, model.intervals.quadraticKappa),
                    meaning: "agreement beyond chance, an error counting by its squared distance; 1 is best"),
                MetricRow(
                    name: "Within one", value: Numbers.percent(stars.withinOne),
                    meaning: "share of reviews predicted at most one star off"),
            ]
        }
        return rows
    }

    /// `0.9271 (0.8712 to 0.9688)`
    private static func withInterval(_ value: Double?, _ interval: ConfidenceInterval?) -> String {
        guard let interval, !interval.isPoint else { return Numbers.fixed(value) }
        return "\(Numbers.fixed(value)) (\(Numbers.fixed(interval.lower)) to \(Numbers.fixed(interval.upper)))"
    }

    /// The numbers that judge the probabilities.
    static func calibrationRows(_ model: EvaluatedModel) -> [MetricRow] {
        let metrics = model.metrics
        var rows = [
            MetricRow(
                name: "ECE", value: Numbers.fixed(metrics.calibration.expectedError),
                meaning: "mean gap between confidence and accuracy, 15 bins of equal size; 0 is best"),
            MetricRow(
                name: "Log-loss", value: Numbers.fixed(metrics.scores.logLoss),
                meaning: "mean of -ln p(true label); 0 is best, guessing evenly gives "
                    + Numbers.fixed(log(Double(metrics.labels.count)))),
            MetricRow(
                name: "Brier", value: Numbers.fixed(metrics.scores.brier),
                meaning: "squared error of the probabilities, summed over the labels; 0 is best, 2 worst"),
        ]
        if metrics.labels.count == 2 {
            rows.append(
                MetricRow(
                    name: "Brier, one label", value: Numbers.fixed(metrics.scores.brierPositive),
                    meaning:
                        "the same for \(PlainText.line(metrics.labels.last ?? "")) alone, scikit-learn's definition"))
        }
        if let before = model.uncalibrated {
            rows += [
                MetricRow(
                    name: "ECE before", value: Numbers.fixed(before.calibration.expectedError),
                    meaning: "the same before the temperature"),
                MetricRow(
                    name: "Log-loss before", value: Numbers.fixed(before.scores.logLoss),
                    meaning: "the same before the temperature"),
                MetricRow(
                    name: "Brier before", value: Numbers.fixed(before.scores.brier),
                    meaning: "the same before the temperature"),
            ]
        }
        rows.append(
            MetricRow(
                name: "Temperature", value: Numbers.fixed(model.temperature),
                meaning: "what the logits were divided by; above 1: the model was too sure of itself"))
        return rows
    }
}

extension ConfidenceInterval {
    /// Whether it covers one value only: every resample of reviews that are all right is all right, which says nothing of
    /// other reviews, and is not shown.
    var isPoint: Bool { lower == upper }
}
