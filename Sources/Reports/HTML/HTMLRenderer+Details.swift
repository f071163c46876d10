/// The sections that show reviews, training and settings.
extension HTMLRenderer {
    /// Nothing where examples are left out.
    static func mistakes(_ report: Report) -> [String] {
        guard report.models.contains(where: { $0.mistakes != nil }) else { return [] }
        return report.models.flatMap { model -> [String] in
            guard let mistakes = model.mistakes else { return [] }
            if mistakes.isEmpty { return [heading(model, report), "<p>None on these reviews.</p>\n"] }
            return [heading(model, report), "<ol class=\"mistakes\">\n"] + mistakes.map(mistake) + ["</ol>\n"]
        }
    }

    private static func mistake(_ mistake: Mistake) -> String {
        var html = "<li><p class=\"labels\">true <b>\(HTML.name(mistake.truth))</b>, "
        html += "predicted <b>\(HTML.name(mistake.predicted))</b> with "
        html += "\(HTML.prose(Numbers.percent(mistake.confidence, 1))) confidence"
        if let place = mistake.place { html += " <span class=\"place\">\(HTML.name(place))</span>" }
        return html
            + "</p>\n<blockquote dir=\"auto\">\(HTML.escape(PlainText.shortened(mistake.text)))</blockquote></li>\n"
    }

    /// Nothing where no model tells of its training.
    static func training(_ report: Report) -> [String] {
        report.models.filter { !$0.history.isEmpty }.flatMap { model in
            let best = model.history.indices.filter { model.history[$0].isBest }
            return [
                heading(model, report),
                HTML.table(
                    caption: "Loss and accuracy by epoch; the model after the marked one was kept",
                    head: ReportTables.historyHead, rows: ReportTables.history(model.history), strong: Set(best)),
            ]
        }
    }

    static func card(_ report: Report) -> [String] {
        var parts = report.models.flatMap { model in
            [
                heading(model, report),
                HTML.table(
                    caption: "What the model is and where it came from", rows: ReportTables.card(model), style: .facts),
            ]
        }
        if !report.card.isEmpty {
            if report.models.count > 1 { parts.append("<h3>This evaluation</h3>\n") }
            parts.append(
                HTML.table(caption: "How this report was made", rows: ReportTables.entries(report.card), style: .facts)
            )
        }
        return parts
    }
}
