import ValenceEvaluation

extension Sections {
    /// Which model does better, by how much, and at what cost; nothing for one model.
    static func models(_ report: Report, run: RunInfo?) -> Section? {
        guard report.models.count > 1 else { return nil }
        return Section(
            "models", "Models side by side",
            [
                Findings.worth(report, run: run).map(Block.text),
                .pair([accuracies(report), differences(report)].compactMap { $0 }.map(Block.chart)),
                .table(ReportTables.comparison(report, run: run)),
            ])
    }

    private static func accuracies(_ report: Report) -> Chart? {
        let rows = report.models.compactMap { model -> ForestPlot.Row? in
            guard let accuracy = model.metrics.accuracy, let interval = model.metrics.accuracyInterval else {
                return nil
            }
            let words =
                "\(Numbers.percent(accuracy)) (\(Numbers.fixed(interval.lower * 100, 1))–\(Numbers.fixed(interval.upper * 100, 1)))"
            return ForestPlot.Row(name: model.name, value: accuracy, interval: interval, words: words)
        }
        guard !rows.isEmpty else { return nil }
        let axis = Axis.fittingShares("accuracy", rows.flatMap { [$0.interval.lower, $0.interval.upper] })
        let (height, body) = ForestPlot.body(rows, axis: axis, reference: nil)
        return Chart(
            title: "Accuracy, with 95 % interval",
            summary: "Accuracies with 95 % intervals: "
                + rows.map { "\(PlainText.line($0.name)) \($0.words)" }.joined(separator: "; ") + ".",
            width: ForestPlot.width, height: height, body: body,
            table: Table(
                caption: "Accuracy of each model (interval: Wilson)",
                head: ["model", "accuracy", "95 % interval"],
                rows: rows.map {
                    [$0.name, Numbers.percent($0.value), Numbers.interval($0.interval.lower, $0.interval.upper)]
                }))
    }

    private static func differences(_ report: Report) -> Chart? {
        let rows = report.comparisons.compactMap { comparison -> ForestPlot.Row? in
            guard let difference = comparison.paired.difference, let interval = comparison.paired.differenceInterval
            else { return nil }
            let words =
                "\(Numbers.points(difference)) (\(Numbers.points(interval.lower, 1)) to \(Numbers.points(interval.upper, 1)))"
            return ForestPlot.Row(
                name: "\(comparison.first) − \(comparison.second)", value: difference, interval: interval, words: words)
        }
        guard !rows.isEmpty else { return nil }
        let axis = Axis.fitting(
            "difference in percentage points", rows.flatMap { [$0.interval.lower, $0.interval.upper] }, from: 0
        ) { Numbers.points($0, 1) }
        let (height, body) = ForestPlot.body(rows, axis: axis, reference: 0)
        return Chart(
            title: "Differences on the same reviews, with 95 % interval",
            summary: "Differences of accuracy in percentage points, with 95 % intervals: "
                + rows.map { "\(PlainText.line($0.name)): \($0.words)" }.joined(separator: "; ") + ".",
            width: ForestPlot.width, height: height, body: body,
            table: ReportTables.differences(report.comparisons))
    }
}

extension ReportTables {
    static func differences(_ comparisons: [ModelComparison]) -> Table {
        Table(
            caption: "Accuracy differences in percentage points, on the same reviews "
                + "(interval: Newcombe 1998; test: McNemar, exact)",
            head: ["models", "difference", "95 % interval", "only first right", "only second right", "p"],
            rows: comparisons.map { comparison in
                let paired = comparison.paired
                let interval = paired.differenceInterval
                return [
                    "\(comparison.first) − \(comparison.second)", Numbers.points(paired.difference),
                    "\(Numbers.points(interval?.lower)) to \(Numbers.points(interval?.upper))",
                    Numbers.count(paired.onlyFirstRight), Numbers.count(paired.onlySecondRight),
                    Numbers.chance(paired.pValue),
                ]
            })
    }

    /// A line a model, with its speed where the run is to be shown.
    static func comparison(_ report: Report, run: RunInfo?) -> Table {
        var head = comparisonHead
        var rows = comparison(report.models)
        if let run {
            head += ["reviews/s", "training"]
            for (index, model) in report.models.enumerated() {
                let timed = run.model(model.name)
                rows[index] += [
                    Numbers.count(timed?.reviewsPerSecond.map { Int($0.rounded()) }),
                    timed?.trainingSeconds.map(Numbers.duration) ?? Numbers.undefined,
                ]
            }
        }
        return Table(caption: "The same \(report.reviewsName) for each model", head: head, rows: rows)
    }
}
