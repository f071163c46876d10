import ValenceEvaluation

/// A report as GitHub's Markdown, for a pull request: the sentences, then the tables; a drawing is its table.
public enum MarkdownRenderer {
    public static func render(_ report: Report, run: RunInfo? = nil) -> String {
        var parts = ["# \(escape(report.title))", "**\(escape(Findings.verdict(report)))**"]
        parts += Sections.verdict(report).flatMap(blocks)
        for section in Sections.all(report, run: run) {
            parts += ["## \(escape(section.title))"] + section.blocks.flatMap(blocks)
        }
        return parts.joined(separator: "\n\n") + "\n"
    }

    private static func blocks(_ block: Block) -> [String] {
        switch block {
        case .heading(let title): ["### \(escape(title))"]
        case .text(let text): [escape(text)]
        case .list(let items): [items.map { "- \(escape($0))" }.joined(separator: "\n")]
        case .figures(let figures):
            [
                table(
                    Table(
                        caption: "", head: ["number", "value", "95 % interval"],
                        rows: figures.map {
                            [$0.name, $0.value, $0.note ?? ""]
                        }))
            ]
        case .checks(let checks):
            [
                checks.map { "- \($0.isMet ? "✓ passed" : "✗ failed"): \(escape($0.model)): \(escape($0.words))" }
                    .joined(separator: "\n")
            ]
        case .accuracy: []
        case .table(let table): captioned(table)
        case .confusion(let metrics):
            captioned(
                Table(
                    caption:
                        "Confusion matrix: rows are true labels, columns predicted ones; percentages are of the row",
                    head: ["true \\ predicted"] + metrics.labels, rows: ReportTables.confusion(metrics)))
        case .chart(let chart): ["**\(escape(chart.title))**", escape(chart.summary)] + captioned(chart.table)
        case .mistakes(let mistakes): [table(self.mistakes(mistakes))]
        case .pair(let parts): parts.flatMap(blocks)
        case .folded(let title, let parts): ["#### \(escape(title))"] + parts.flatMap(withoutDrawings).flatMap(blocks)
        }
    }

    /// What is folded on the page keeps its tables here; the numbers of its drawings are in metrics.json.
    private static func withoutDrawings(_ block: Block) -> [Block] {
        switch block {
        case .chart: []
        case .pair(let parts): parts.flatMap(withoutDrawings)
        default: [block]
        }
    }

    private static func mistakes(_ mistakes: [Mistake]) -> Table {
        Table(
            caption: "", head: ["review", "labelled", "predicted", "confidence"],
            rows: mistakes.map {
                [
                    PlainText.shortened(PlainText.line($0.text), to: 200), $0.truth, $0.predicted,
                    Numbers.percent($0.confidence, 1),
                ]
            }, style: .facts)
    }

    private static func captioned(_ table: Table) -> [String] {
        ["\(escape(table.caption)):", self.table(table)]
    }

    /// Numbers to the right.
    private static func table(_ table: Table) -> String {
        let width = table.rows.map(\.count).max() ?? table.head.count
        let head = table.head.isEmpty ? ["what", "value"] : table.head
        let rule = (0..<max(width, head.count)).map { $0 > 0 && table.style == .numbers ? "---:" : "---" }
        let lines = [head.map(escape), rule] + table.rows.map { $0.map(escape) }
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
