import Valence

/// Several models trained on one split, side by side.
enum Comparison {
    static func table(_ outcomes: [TrainingRun.Outcome]) -> String {
        let head = ["model", "accuracy", "macro F1", "log loss", "trained in", "size", "file"]
        let rows = outcomes.map { outcome in
            [
                outcome.model.kind.rawValue,
                optional(outcome.metrics?.accuracy, Figures.percent),
                optional(outcome.metrics?.macro.f1, Figures.percent),
                optional(outcome.metrics?.scores.logLoss, Figures.loss),
                Figures.elapsed(outcome.times.trainingSeconds),
                Figures.bytes(outcome.byteCount),
                outcome.path,
            ]
        }
        let count = outcomes.first?.metrics?.count ?? 0
        return "On \(Figures.count(count, "validation review")), which the models did not learn from:\n\n"
            + aligned([head] + rows) + "\n"
    }

    /// What cross-validation gave, a row a kind of model.
    static func table(_ results: [CrossValidation]) -> String {
        let rows = results.map { result in
            [result.kind.rawValue, optional(result.accuracy, spread), optional(result.macroF1, spread)]
        }
        let folds = results.first?.folds ?? []
        let reviews = folds.reduce(0) { $0 + $1.reviews }
        return
            "On \(Figures.count(reviews, "review")) in \(folds.count) folds, each judged by a model trained on the others "
            + "(mean ± standard deviation over the folds):\n\n"
            + aligned([["model", "accuracy", "macro F1"]] + rows) + "\n\n"
    }

    /// "91.68 ± 0.42 %"
    private static func spread(_ spread: CrossValidation.Spread) -> String {
        String(format: "%.2f ± %.2f %%", spread.mean * 100, spread.deviation * 100)
    }

    private static func optional<Value>(_ value: Value?, _ text: (Value) -> String) -> String {
        value.map(text) ?? "n/a"
    }

    /// Columns under each other: words to the left, figures to the right.
    private static func aligned(_ rows: [[String]]) -> String {
        let widths = (rows.first ?? []).indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            let cells = row.indices.map { column in
                let blanks = String(repeating: " ", count: widths[column] - row[column].count)
                return (1...5).contains(column) ? blanks + row[column] : row[column] + blanks
            }
            return cells.joined(separator: "  ").trimmingBlanks()
        }.joined(separator: "\n")
    }
}

extension String {
    fileprivate func trimmingBlanks() -> String {
        var text = self
        while text.hasSuffix(" ") { text.removeLast() }
        return text
    }
}
