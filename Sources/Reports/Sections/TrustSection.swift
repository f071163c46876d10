import ValenceEvaluation

extension Sections {
    /// Whether a confidence can be taken at its word, and from which one on.
    static func trust(_ report: Report) -> Section? {
        guard !report.models.isEmpty else { return nil }
        return Section(
            "trust", "Trust",
            each(report) { model in
                [
                    .pair(
                        [Chart.reliability(model), Chart.coverage(model)].compactMap { $0 }.map(Block.chart)),
                    model.curves.map { .table(ReportTables.thresholds($0.thresholds)) },
                ]
            } + [.table(ReportTables.metrics(report.models))])
    }
}

extension ReportTables {
    static func thresholds(_ thresholds: [ConfidenceThreshold]) -> Table {
        Table(
            caption: "From which confidence on can answers be relied on? Each target is reached with 95 % certainty "
                + "(Clopper–Pearson bound, thresholds tested in a fixed sequence from high to low)",
            head: ["right at least", "confidence from", "reviews answered", "right of those", "lower bound"],
            rows: thresholds.map { threshold in
                guard let reach = threshold.reach else {
                    return [Numbers.percent(threshold.target, 0), "not reached", "none", "–", "–"]
                }
                return [
                    Numbers.percent(threshold.target, 0), Numbers.percent(reach.confidence),
                    "\(Numbers.percent(reach.coverage, 1)) (\(Numbers.count(reach.count)))",
                    Numbers.percent(reach.accuracy), Numbers.percent(reach.lowerBound),
                ]
            })
    }

    /// Every metric in a row, the models in columns, the meaning last.
    static func metrics(_ models: [EvaluatedModel]) -> Table {
        let columns = models.map { MetricRow.rows($0) + MetricRow.calibrationRows($0) }
        var rows: [[String]] = []
        // Models with other labels may have other metrics.
        for row in columns.joined() where !rows.contains(where: { $0[0] == row.name }) {
            let values = columns.map { column in column.first { $0.name == row.name }?.value ?? Numbers.undefined }
            rows.append([row.name] + values + [row.meaning])
        }
        return Table(
            caption: "All numbers, and what they mean",
            head: ["metric"] + (models.count == 1 ? ["value"] : models.map(\.name)) + ["meaning"], rows: rows,
            style: .metrics)
    }
}
