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
                Figures.elapsed(outcome.elapsedSeconds),
                Figures.bytes(outcome.byteCount),
                outcome.path,
            ]
        }
        let count = outcomes.first?.metrics?.count ?? 0
        return "On \(Figures.count(count, "validation review")), which the models did not learn from:\n\n"
            + aligned([head] + rows) + "\n"
    }

    private static func optional(_ value: Double?, _ text: (Double) -> String) -> String {
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
