import ValenceEvaluation

/// The sections that show numbers.
extension HTMLRenderer {
    static func dataTable(_ report: Report) -> String {
        HTML.table(
            caption: "What was read, and what of it was evaluated", rows: ReportTables.data(report), style: .facts)
    }

    static func classTable(_ model: EvaluatedModel) -> String {
        let rows = ReportTables.classes(model.metrics)
        return HTML.table(
            caption: "Precision: how many answers are right. Recall: how many reviews are found.",
            head: ReportTables.classHead, rows: rows, strong: Set((rows.count - 3)..<rows.count))
    }

    /// Counts with row percentages, the darker the larger the share: right answers in one hue, wrong ones in another.
    static func confusion(_ model: EvaluatedModel) -> String {
        let metrics = model.metrics
        let caption = "Rows are true labels, columns predicted ones; percentages are of the row"
        var html = """
            <table class="confusion">
            <caption>\(caption)</caption>
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

    /// Every metric of every model, with what it means.
    static func metricsTable(_ report: Report) -> String {
        let table = ReportTables.metrics(report.models)
        return HTML.table(
            caption: "How far labels and confidence can be relied on", head: table.head, rows: table.rows,
            style: .metrics)
    }

    /// What the calibration error is made of, folded.
    static func bins(_ model: EvaluatedModel) -> String {
        let metrics = model.metrics
        var html = ""
        let bins = metrics.calibration.bins
        if !bins.isEmpty {
            html += "<details><summary>Confidence and accuracy of \(HTML.name(model.name)), bin by bin</summary>\n"
            html += HTML.table(
                caption: "Reviews sorted by confidence, in bins of equal size",
                head: ["bin", "reviews", "mean confidence", "accuracy", "gap (points)"],
                rows: bins.enumerated().map { index, bin in
                    [
                        String(index + 1), Numbers.count(bin.count), Numbers.percent(bin.confidence),
                        Numbers.percent(bin.accuracy), Numbers.points(bin.accuracy - bin.confidence),
                    ]
                })
            html += "</details>\n"
        }
        return html
    }

    /// Nothing for one model.
    static func comparison(_ report: Report) -> [String] {
        guard report.models.count > 1 else { return [] }
        var parts = [intervals(report.models)]
        parts.append(
            HTML.table(
                caption: "The same \(HTML.prose(report.reviewsName)) for each model", head: ReportTables.comparisonHead,
                rows: ReportTables.comparison(report.models)))
        if !report.comparisons.isEmpty {
            parts.append(
                HTML.table(
                    caption: "Accuracy differences in percentage points, on the same reviews "
                        + "(interval: Newcombe 1998; test: McNemar, exact)",
                    head: ["models", "difference", "95 % interval", "only first right", "only second right", "p"],
                    rows: report.comparisons.map { comparison in
                        let paired = comparison.paired
                        let interval = paired.differenceInterval
                        return [
                            "\(comparison.first) – \(comparison.second)", Numbers.points(paired.difference),
                            "\(Numbers.points(interval?.lower)) to \(Numbers.points(interval?.upper))",
                            Numbers.count(paired.onlyFirstRight), Numbers.count(paired.onlySecondRight),
                            Numbers.chance(paired.pValue),
                        ]
                    }))
        }
        return parts
    }

    /// Every model's accuracy and interval on one line, cut to the part where they lie.
    private static func intervals(_ models: [EvaluatedModel]) -> String {
        let known = models.compactMap { model in model.metrics.accuracyInterval.map { (model, $0) } }
        guard let low = known.map(\.1.lower).min(), let high = known.map(\.1.upper).max() else { return "" }
        let start = (low * 20).rounded(.down) / 20
        let end = max((high * 20).rounded(.up) / 20, start + 0.05)
        func place(_ value: Double) -> String { Numbers.fixed((value - start) / (end - start) * 100, 2) }
        var html = "<figure class=\"forest\">\n"
        for (model, interval) in known {
            let words =
                "accuracy \(Numbers.percent(model.metrics.accuracy)), "
                + "95 % interval \(Numbers.interval(interval.lower, interval.upper))"
            html += "<div class=\"row\"><span class=\"who\">\(HTML.name(model.name))</span>"
            html += "<div class=\"track\" role=\"img\" aria-label=\"\(HTML.prose(words))\">"
            html += "<span class=\"range\" style=\"left:\(place(interval.lower))%;"
            html += "width:\(Numbers.fixed((interval.upper - interval.lower) / (end - start) * 100, 2))%\"></span>"
            html += "<span class=\"point\" style=\"left:\(place(model.metrics.accuracy ?? 0))%\"></span></div></div>\n"
        }
        html += "<figcaption><span class=\"ends\"><span>\(HTML.prose(Numbers.percent(start, 0)))</span>"
        html += "<span>\(HTML.prose(Numbers.percent(end, 0)))</span></span>"
        html += "<span class=\"key\"><i class=\"point\"></i> accuracy</span> "
        return html + "<span class=\"key\"><i class=\"range\"></i> 95\u{A0}% interval</span></figcaption>\n</figure>\n"
    }
}
