import ValenceEvaluation

/// A report as text for a terminal: scikit-learn's tables, the verdict last, where the eye is.
public enum TerminalRenderer {
    /// - Parameter run: Its throughput stands in the table of models, where known.
    public static func render(_ report: Report, run: RunInfo? = nil) -> String {
        var parts = report.models.map { model in
            let metrics = model.metrics
            return "\(PlainText.line(model.name)): \(PlainText.line(model.architecture))\n\n"
                + classTable(metrics) + "\n" + numbers(model) + "\n"
                + "Confusion matrix (rows true, columns predicted)\n\n" + confusionTable(metrics)
        }
        if report.models.count > 1 || run != nil { parts.append(comparison(report.models, run: run)) }
        parts.append(Findings.sentences(report).map { PlainText.line($0) + "\n" }.joined())
        return parts.joined(separator: "\n")
    }

    /// Models side by side, a line each.
    public static func comparison(_ models: [EvaluatedModel], run: RunInfo? = nil) -> String {
        var table = TerminalTable()
        let speeds = models.map { run?.model($0.name)?.reviewsPerSecond }
        let timed = speeds.contains { $0 != nil }
        table.add(ReportTables.comparisonHead + (timed ? ["reviews/s"] : []))
        for (row, speed) in zip(ReportTables.comparison(models), speeds) {
            table.add(row + (timed ? [speed.map { Numbers.count(Int($0.rounded())) } ?? Numbers.undefined] : []))
        }
        return table.render()
    }

    /// Precision, recall, F1 and support of each class and their averages, laid out as scikit-learn's
    /// `classification_report`.
    public static func classTable(_ metrics: Metrics) -> String {
        var table = TerminalTable()
        table.firstColumnLeft = false
        table.gap = 4
        table.add(["", "precision", "recall", "f1-score", "support"])
        table.add([])
        for entry in metrics.classes {
            table.add([
                entry.label, Numbers.fixed(entry.precision), Numbers.fixed(entry.recall), Numbers.fixed(entry.f1),
                String(entry.support),
            ])
        }
        table.add([])
        table.add(["accuracy", "", "", Numbers.fixed(metrics.accuracy), String(metrics.count)])
        for (name, average) in [("macro avg", metrics.macro), ("weighted avg", metrics.weighted)] {
            table.add([
                name, Numbers.fixed(average.precision), Numbers.fixed(average.recall), Numbers.fixed(average.f1),
                String(metrics.count),
            ])
        }
        return table.render()
    }

    /// The confusion matrix with its labels, rows true.
    public static func confusionTable(_ metrics: Metrics) -> String {
        var table = TerminalTable()
        table.firstColumnLeft = false
        table.add(["true \\ predicted"] + metrics.labels)
        for (truth, label) in metrics.labels.enumerated() {
            table.add([label] + metrics.labels.indices.map { String(metrics.confusion[truth, $0]) })
        }
        return table.render()
    }

    private static func numbers(_ model: EvaluatedModel) -> String {
        var table = TerminalTable()
        for row in MetricRow.rows(model) + MetricRow.calibrationRows(model) {
            table.add([row.name, row.value])
        }
        return table.render()
    }
}
