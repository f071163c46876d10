import ValenceEvaluation

/// The tables of a report, as unescaped text: each section adds its own.
enum ReportTables {
    /// Counts with each row's percentages.
    static func confusion(_ metrics: Metrics) -> [[String]] {
        metrics.labels.indices.map { truth in
            [metrics.labels[truth]]
                + metrics.labels.indices.map { predicted in
                    let count = metrics.confusion[truth, predicted]
                    return "\(Numbers.count(count)) (\(Numbers.percent(rowShare(metrics, truth, predicted), 1)))"
                }
        }
    }

    /// What share of a true class was given this label.
    static func rowShare(_ metrics: Metrics, _ truth: Int, _ predicted: Int) -> Double? {
        let support = metrics.classes[truth].support
        return support == 0 ? nil : Double(metrics.confusion[truth, predicted]) / Double(support)
    }

    static let comparisonHead = [
        "model", "accuracy", "95 % interval", "macro-F1", "MCC", "log-loss", "ECE", "parameters", "file",
    ]

    static func comparison(_ models: [EvaluatedModel]) -> [[String]] {
        models.map { model in
            let metrics = model.metrics
            let interval = metrics.accuracyInterval
            return [
                model.name, Numbers.percent(metrics.accuracy), Numbers.interval(interval?.lower, interval?.upper),
                Numbers.fixed(metrics.macro.f1), Numbers.fixed(metrics.matthews),
                Numbers.fixed(metrics.scores.logLoss), Numbers.fixed(metrics.calibration.expectedError),
                Numbers.count(model.parameterCount), Numbers.bytes(model.fileByteCount),
            ]
        }
    }
}
