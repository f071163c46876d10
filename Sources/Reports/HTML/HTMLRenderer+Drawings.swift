import ValenceEvaluation

/// What is drawn, and what is shaded.
extension HTMLRenderer {
    /// The drawing, its key, and its numbers folded below.
    static func chart(_ chart: Chart) -> String {
        let key = chart.key.map { mark, text in
            "<li><svg class=\"swatch\" viewBox=\"0 0 24 10\" aria-hidden=\"true\">\(swatch(mark))</svg> \(HTML.prose(text))</li>"
        }
        let title = HTML.prose(chart.title)
        return """
            <figure class="chart">
            <figcaption>\(title)</figcaption>
            <svg viewBox="0 0 \(SVG.number(chart.width)) \(SVG.number(chart.height))" role="img" \
            aria-label="\(HTML.prose(chart.summary))">
            \(chart.body)</svg>
            \(key.isEmpty ? "" : "<ul class=\"key\">\(key.joined())</ul>\n")\
            <details><summary>Numbers<span class="unseen">: \(title)</span></summary>
            \(HTML.table(chart.table))</details>
            </figure>

            """
    }

    private static func swatch(_ mark: Chart.Mark) -> String {
        switch mark {
        case .series(let index): SVG.path([(0, 5), (24, 5)], style: "line \(Plot.series(index))")
        case .reference: SVG.line(0, 5, 24, 5, style: "reference")
        case .muted: SVG.rectangle(x: 4, y: 1, width: 16, height: 8, style: "muted")
        }
    }

    /// Accuracy with its interval on a line from 0 to 100 %, and where always giving the commonest answer would stand.
    static func accuracyScale(_ metrics: Metrics) -> String {
        guard let accuracy = metrics.accuracy, let interval = metrics.accuracyInterval else { return "" }
        let common = Double(metrics.classes.map(\.support).max() ?? 0) / Double(metrics.count)
        let words =
            "Accuracy \(Numbers.percent(accuracy)), 95 % interval \(Numbers.interval(interval.lower, interval.upper)); "
            + "always the commonest label: \(Numbers.percent(common))"
        return """
            <figure class="scale">
            <div class="track" role="img" aria-label="\(HTML.prose(words))">\
            <span class="common" style="left:\(Numbers.fixed(common * 100, 2))%"></span>\
            <span class="range" style="left:\(Numbers.fixed(interval.lower * 100, 2))%;\
            width:\(Numbers.fixed((interval.upper - interval.lower) * 100, 2))%"></span>\
            <span class="mark" style="left:\(Numbers.fixed(accuracy * 100, 2))%"></span></div>
            <figcaption><span class="ends"><span>0\u{A0}%</span><span>100\u{A0}%</span></span>\
            <span class="sign"><i class="mark"></i> accuracy</span> \
            <span class="sign"><i class="range"></i> 95\u{A0}% interval</span> \
            <span class="sign"><i class="common"></i> always the commonest label</span></figcaption>
            </figure>

            """
    }

    /// With more labels a matrix is a wall; the most frequent mistakes stand beside it, all counts in metrics.json.
    private static let mostLabels = 20

    /// Counts with row percentages, the darker the larger the share: right answers in one hue, wrong ones in another.
    static func confusion(_ metrics: Metrics) -> String {
        guard metrics.labels.count <= mostLabels else {
            return "<p class=\"prose\">The matrix of \(metrics.labels.count) labels is in metrics.json.</p>\n"
        }
        var html = """
            <table class="confusion">
            <caption><span>Confusion matrix: rows are true labels, columns predicted ones; percentages are of the row</span></caption>
            <thead>
            <tr><td></td><th scope="colgroup" colspan="\(metrics.labels.count)">predicted</th></tr>
            <tr><th scope="col">true</th>
            """
        html += metrics.labels.map { "<th scope=\"col\">\(HTML.name($0))</th>" }.joined() + "</tr>\n</thead>\n<tbody>\n"
        for (truth, label) in metrics.labels.enumerated() {
            html += "<tr><th scope=\"row\">\(HTML.name(label))</th>"
            for predicted in metrics.labels.indices {
                let share = ReportTables.rowShare(metrics, truth, predicted)
                html +=
                    "<td class=\"\(truth == predicted ? "hit" : "miss")\" style=\"--share:\(Numbers.fixed(share ?? 0, 3))\">"
                html += "<b>\(Numbers.count(metrics.confusion[truth, predicted]))</b> "
                html += "<small>\(HTML.prose(Numbers.percent(share, 1)))</small></td>"
            }
            html += "</tr>\n"
        }
        return HTML.scroll("Confusion matrix", html + "</tbody>\n</table>\n")
    }
}
