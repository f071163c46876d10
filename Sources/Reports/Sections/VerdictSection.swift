import ValenceEvaluation

extension Sections {
    /// What stands under the verdict's sentence: checks, the numbers everybody asks for, findings, baselines.
    static func verdict(_ report: Report) -> [Block] {
        guard let best = report.best, best.metrics.count > 0 else { return [] }
        let findings = Findings.three(report)
        return [
            report.checks.isEmpty ? nil : .checks(report.checks), .figures(figures(best)), .accuracy(best.metrics),
            findings.isEmpty ? nil : .list(findings), .table(ReportTables.baselines(best, report)),
        ].compactMap { $0 }
    }

    static func range(_ interval: ConfidenceInterval?) -> String? {
        guard let interval, !interval.isPoint else { return nil }
        return "\(Numbers.fixed(interval.lower, 3)) to \(Numbers.fixed(interval.upper, 3))"
    }

    private static func figures(_ model: EvaluatedModel) -> [(name: String, value: String, note: String?)] {
        let metrics = model.metrics
        let interval = metrics.accuracyInterval
        var figures: [(name: String, value: String, note: String?)] = [
            (
                "Accuracy", Numbers.percent(metrics.accuracy),
                interval.map { Numbers.interval($0.lower, $0.upper, 1) }
            ),
            ("Macro-F1", Numbers.fixed(metrics.macro.f1), range(model.intervals.macroF1)),
            ("MCC", Numbers.fixed(metrics.matthews), range(model.intervals.matthews)),
        ]
        if let ranking = metrics.ranking {
            figures.append(("ROC-AUC", Numbers.fixed(ranking.rocAUC), range(ranking.rocInterval)))
        }
        if let stars = metrics.stars, metrics.labels.count > 2 {
            figures.append(("Within one star", Numbers.percent(stars.withinOne, 1), nil))
        }
        return figures + [("Calibration error", Numbers.fixed(metrics.calibration.expectedError), nil)]
    }
}

extension ReportTables {
    /// The best model against always giving the commonest label, and against each other model.
    static func baselines(_ best: EvaluatedModel, _ report: Report) -> Table {
        var rows: [[String]] = []
        func add(_ name: String, _ accuracy: Double?, _ paired: PairedComparison) {
            let interval = paired.differenceInterval
            rows.append([
                name, Numbers.percent(accuracy), Numbers.points(paired.difference),
                "\(Numbers.points(interval?.lower)) to \(Numbers.points(interval?.upper))",
                Numbers.chance(paired.pValue),
            ])
        }
        let metrics = best.metrics
        if let common = metrics.classes.indices.max(by: { metrics.classes[$0].support < metrics.classes[$1].support }) {
            let support = metrics.classes[common].support
            let both = metrics.confusion[common, common]
            add(
                "always \(metrics.labels[common])", Double(support) / Double(max(metrics.count, 1)),
                PairedComparison(
                    bothRight: both, onlyFirstRight: metrics.confusion.correct - both, onlySecondRight: support - both,
                    bothWrong: metrics.count - metrics.confusion.correct - support + both))
        }
        for comparison in report.comparisons where comparison.first == best.name {
            let other = report.models.first { $0.name == comparison.second }
            add(comparison.second, other?.metrics.accuracy, comparison.paired)
        }
        return Table(
            caption: "\(Findings.name(best.name)) against simpler answers, in percentage points on the same reviews "
                + "(interval: Newcombe 1998; p: exact McNemar test)",
            head: ["against", "its accuracy", "better by", "95 % interval", "p"], rows: rows)
    }
}
