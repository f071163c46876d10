import ValenceEvaluation

extension Sections {
    /// Precision, recall and F1 of each class, and what is taken for what.
    static func classes(_ report: Report) -> Section? {
        Section(
            "classes", "Per class",
            each(report) { model in
                [
                    .pair([.table(ReportTables.classes(model)), .confusion(model.metrics)]),
                    model.metrics.labels.count > 2 ? .table(ReportTables.confusions(model.metrics)) : nil,
                ]
            })
    }
}

extension ReportTables {
    /// The classes with their intervals, then accuracy and averages, as scikit-learn lays them out.
    static func classes(_ model: EvaluatedModel) -> Table {
        let metrics = model.metrics
        func averages(_ name: String, _ average: AverageMetrics, _ interval: ConfidenceInterval?) -> [String] {
            [
                name, Numbers.fixed(average.precision), Numbers.fixed(average.recall),
                withInterval(average.f1, interval),
                Numbers.count(metrics.count),
            ]
        }
        func withInterval(_ value: Double?, _ interval: ConfidenceInterval?) -> String {
            guard let interval, !interval.isPoint else { return Numbers.fixed(value) }
            return "\(Numbers.fixed(value)) (\(Numbers.fixed(interval.lower, 3))–\(Numbers.fixed(interval.upper, 3)))"
        }
        var rows = metrics.classes.enumerated().map { index, entry in
            [
                entry.label, withInterval(entry.precision, entry.precisionInterval),
                withInterval(entry.recall, entry.recallInterval), withInterval(entry.f1, model.intervals.f1[index]),
                Numbers.count(entry.support),
            ]
        }
        rows += [
            [
                "accuracy", "", "", withInterval(metrics.accuracy, metrics.accuracyInterval),
                Numbers.count(metrics.count),
            ],
            averages("macro average", metrics.macro, model.intervals.macroF1),
            averages("weighted average", metrics.weighted, model.intervals.weightedF1),
        ]
        return Table(
            caption: "Precision: how many answers are right. Recall: how many reviews are found. "
                + "In brackets the 95 % interval (Wilson; of F1 by 2,000 resamples)",
            head: ["label", "precision", "recall", "F1", "support"], rows: rows,
            strong: Set((rows.count - 3)..<rows.count))
    }

    /// The most frequent mistakes, for more than two labels.
    static func confusions(_ metrics: Metrics) -> Table {
        let pairs = metrics.labels.indices.flatMap { truth in
            metrics.labels.indices.filter { $0 != truth && metrics.confusion[truth, $0] > 0 }.map { (truth, $0) }
        }
        // The earlier of equals first.
        let sorted = pairs.enumerated().sorted {
            let (one, other) = (metrics.confusion[$0.1.0, $0.1.1], metrics.confusion[$1.1.0, $1.1.1])
            return one == other ? $0.0 < $1.0 : one > other
        }
        return Table(
            caption: "The most frequent mistakes", head: ["true label", "taken for", "reviews", "of that label"],
            rows: sorted.prefix(10).map { _, pair in
                [
                    metrics.labels[pair.0], metrics.labels[pair.1], Numbers.count(metrics.confusion[pair.0, pair.1]),
                    Numbers.percent(rowShare(metrics, pair.0, pair.1), 1),
                ]
            })
    }
}
