import ValenceEvaluation

/// A report as GitHub's Markdown, for a pull request: the sentences, then the tables.
public enum MarkdownRenderer {
    public static func render(_ report: Report) -> String {
        var parts = ["# \(escape(report.title))"]
        let sentences = Findings.sentences(report)
        parts.append("**\(escape(sentences[0]))**")
        if sentences.count > 1 { parts.append(sentences.dropFirst().map { "- \(escape($0))" }.joined(separator: "\n")) }
        if report.models.count > 1 { parts += ["## Models side by side", comparison(report)] }
        parts += ["## Data", table(["what", "value"], ReportTables.data(report), right: [])]
        for model in report.models { parts += sections(model) }
        if !report.card.isEmpty {
            parts += ["## Evaluation", table(["what", "value"], ReportTables.entries(report.card), right: [])]
        }
        return parts.joined(separator: "\n\n") + "\n"
    }

    private static func sections(_ model: EvaluatedModel) -> [String] {
        let metrics = model.metrics
        var parts = ["## Model: \(escape(model.name))", escape(model.architecture) + "."]
        parts += ["### Per class", table(ReportTables.classHead, ReportTables.classes(metrics), right: [1, 2, 3, 4])]
        parts += [
            "### Confusion matrix (rows true, columns predicted)",
            table(
                ["true \\ predicted"] + metrics.labels, ReportTables.confusion(metrics),
                right: Array(1...max(1, metrics.labels.count))),
        ]
        let numbers = ReportTables.metrics([model])
        parts += ["### Numbers", table(numbers.head, numbers.rows, right: [1])]
        if let mistakes = model.mistakes, !mistakes.isEmpty {
            parts += [
                "### Most confident mistakes",
                table(
                    ["review", "true", "predicted", "confidence"],
                    mistakes.map {
                        [
                            PlainText.shortened(PlainText.line($0.text), to: 200), $0.truth, $0.predicted,
                            Numbers.percent($0.confidence, 1),
                        ]
                    }, right: [3]),
            ]
        }
        if !model.history.isEmpty {
            parts += [
                "### Training",
                table(ReportTables.historyHead, ReportTables.history(model.history), right: [1, 2, 3, 4]),
            ]
        }
        return parts + ["### Model card", table(["what", "value"], ReportTables.card(model), right: [])]
    }

    private static func comparison(_ report: Report) -> String {
        table(
            ReportTables.comparisonHead, ReportTables.comparison(report.models),
            right: Array(1..<ReportTables.comparisonHead.count))
    }

    /// - Parameter right: The columns that hold numbers.
    static func table(_ head: [String], _ rows: [[String]], right: [Int]) -> String {
        let rule = head.indices.map { right.contains($0) ? "---:" : "---" }
        let lines = [head.map(escape), rule] + rows.map { $0.map(escape) }
        return lines.map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n")
    }

    /// Foreign text as itself: one line, nothing in it taken for Markdown or HTML.
    static func escape(_ text: String) -> String {
        var result = ""
        for character in PlainText.line(text).unicodeScalars {
            switch character {
            case "\\", "`", "*", "_", "[", "]", "|", "#", "~", "$": result += "\\"
            case "<":
                result += "&lt;"
                continue
            case ">":
                result += "&gt;"
                continue
            case "&":
                result += "&amp;"
                continue
            default: break
            }
            result.unicodeScalars.append(character)
        }
        return result
    }
}
