/// A report as one page: no network, no script, light and dark, for screen, phone and paper.
public enum HTMLRenderer {
    /// - Parameter run: measured times and the machine, where they are to stand on the page; without them the same report
    ///   gives the same bytes.
    public static func render(_ report: Report, run: RunInfo? = nil) -> String {
        let sections = Sections.all(report, run: run)
        return page(
            kind: "report", title: report.title, verdict: Findings.verdict(report),
            head: Sections.verdict(report).map(render).joined(), sections: sections.map { ($0.id, $0.title) },
            main: sections.map(section).joined(),
            footer: """
                n/a stands where a number is not defined. Every number, unrounded, is in metrics.json beside this page; what this
                run alone measured, such as speed, is in run.json.
                """)
    }

    /// The frame of every page: `head`, `main` and `footer` are HTML, the rest is text.
    static func page(
        kind: String, title: String, verdict: String, head: String, sections: [(id: String, title: String)],
        main: String, footer: String
    ) -> String {
        let links = sections.map { "<li><a href=\"#\($0.id)\">\(HTML.escape($0.title))</a></li>" }
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>\(HTML.escape(PlainText.line(title))) – Valence \(kind)</title>
            <style>
            \(stylesheet)</style>
            </head>
            <body>
            <header id="verdict">
            <p class="kicker">Valence \(kind)</p>
            <h1>\(HTML.name(title))</h1>
            <p class="verdict">\(HTML.prose(verdict))</p>
            \(head)<nav aria-label="Sections"><ul>\(links.joined())</ul></nav>
            </header>
            <main>
            \(main)</main>
            <footer>
            <p>\(footer)</p>
            </footer>
            </body>
            </html>

            """
    }

    private static func section(_ section: Section) -> String {
        HTML.section(section.id, section.title, section.blocks.map(render))
    }

    static func render(_ block: Block) -> String {
        switch block {
        case .heading(let title): "<h3>\(HTML.name(title))</h3>\n"
        case .text(let text): "<p class=\"prose\">\(HTML.prose(text))</p>\n"
        case .list(let items):
            "<ul class=\"findings\">\n" + items.map { "<li>\(HTML.prose($0))</li>\n" }.joined() + "</ul>\n"
        case .figures(let figures): self.figures(figures)
        case .checks(let checks): "<ul class=\"checks\">\n" + checks.map(check).joined() + "</ul>\n"
        case .accuracy(let metrics): accuracyScale(metrics)
        case .table(let table): HTML.table(table)
        case .confusion(let metrics): confusion(metrics)
        case .chart(let chart): self.chart(chart)
        case .mistakes(let mistakes): self.mistakes(mistakes)
        case .pair(let blocks): "<div class=\"pair\">\n" + blocks.map(render).joined() + "</div>\n"
        case .folded(let title, let blocks):
            "<details class=\"more\"><summary>\(HTML.prose(title))</summary>\n" + blocks.map(render).joined()
                + "</details>\n"
        }
    }

    private static func figures(_ figures: [(name: String, value: String, note: String?)]) -> String {
        let items = figures.map { figure in
            "<div><dt>\(HTML.prose(figure.name))</dt><dd>\(HTML.prose(figure.value))"
                + (figure.note.map { "<small>\(HTML.prose($0))</small>" } ?? "") + "</dd></div>"
        }
        return "<dl class=\"figures\">\(items.joined())</dl>\n"
    }

    private static func check(_ check: Check) -> String {
        "<li class=\"\(check.isMet ? "met" : "missed")\"><b>\(check.isMet ? "✓ passed" : "✗ failed")</b> "
            + "\(HTML.name(check.model)): \(HTML.prose(check.words))</li>\n"
    }
}
