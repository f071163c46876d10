import ValenceEvaluation

/// The rows that the Markdown and HTML pages share, as unescaped text.
enum ReportTables {
    static func data(_ report: Report) -> [[String]] {
        let data = report.data
        var rows = data.files.map { ["File", $0] }
        rows.append(["Rows read", Numbers.count(data.rowCount)])
        rows.append(["Reviews evaluated", Numbers.count(data.evaluatedCount)])
        for label in data.labels {
            let share = data.evaluatedCount == 0 ? nil : Double(label.count) / Double(data.evaluatedCount)
            rows.append(["Labelled \(label.name)", "\(Numbers.count(label.count)) (\(Numbers.percent(share, 1)))"])
        }
        rows += data.rejects.map { ["Left out: \($0.name)", Numbers.count($0.count)] }
        if let count = data.duplicateCount { rows.append(["Repeat an earlier text", Numbers.count(count)]) }
        let cut = report.models.compactMap { model in
            model.cutReviewCount.map { Numbers.count($0) + (report.models.count > 1 ? " (\(model.name))" : "") }
        }
        if !cut.isEmpty { rows.append(["Cut to the length the model reads", cut.joined(separator: ", ")]) }
        return rows
    }

    static let classHead = ["label", "precision", "recall", "F1", "support"]

    /// The classes, then accuracy and averages, as scikit-learn lays them out.
    static func classes(_ metrics: Metrics) -> [[String]] {
        func averages(_ name: String, _ average: AverageMetrics) -> [String] {
            [
                name, Numbers.fixed(average.precision), Numbers.fixed(average.recall), Numbers.fixed(average.f1),
                Numbers.count(metrics.count),
            ]
        }
        return metrics.classes.map {
            [
                $0.label, Numbers.fixed($0.precision), Numbers.fixed($0.recall), Numbers.fixed($0.f1),
                Numbers.count($0.support),
            ]
        } + [
            ["accuracy", "", "", Numbers.fixed(metrics.accuracy), Numbers.count(metrics.count)],
            averages("macro average", metrics.macro), averages("weighted average", metrics.weighted),
        ]
    }

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

    /// Every metric in a row, the models in columns, the meaning last.
    static func metrics(_ models: [EvaluatedModel]) -> (head: [String], rows: [[String]]) {
        let columns = models.map { MetricRow.rows($0.metrics) + MetricRow.calibrationRows($0) }
        var rows: [[String]] = []
        // Models with other labels may have other metrics.
        for row in columns.joined() where !rows.contains(where: { $0[0] == row.name }) {
            let values = columns.map { column in column.first { $0.name == row.name }?.value ?? Numbers.undefined }
            rows.append([row.name] + values + [row.meaning])
        }
        return (["metric"] + (models.count == 1 ? ["value"] : models.map(\.name)) + ["meaning"], rows)
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

    static let historyHead = ["epoch", "training loss", "validation loss", "validation accuracy", "learning rate"]

    static func history(_ epochs: [TrainingEpoch]) -> [[String]] {
        epochs.map {
            [
                "\($0.epoch)\($0.isBest ? " (kept)" : "")", Numbers.fixed($0.trainingLoss),
                Numbers.fixed($0.validationLoss),
                Numbers.percent($0.validationAccuracy), Numbers.short($0.learningRate),
            ]
        }
    }

    static func card(_ model: EvaluatedModel) -> [[String]] {
        [["Architecture", model.architecture]]
            + [
                ["Parameters", Numbers.count(model.parameterCount)], ["File size", Numbers.bytes(model.fileByteCount)],
            ]
            + entries(model.settings) + entries(model.card)
    }

    static func entries(_ entries: [ReportEntry]) -> [[String]] {
        entries.map { [$0.key, $0.value] }
    }
}
