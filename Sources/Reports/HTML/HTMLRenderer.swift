import ValenceEvaluation

/// A report as one page: no network, no script, light and dark, for screen, phone and paper.
///
/// The order is the reader's: what came out, on which data, where it fails, whether its confidence can be trusted, whether
/// another model does better, examples, how it was trained, what it is.
public enum HTMLRenderer {
    public static func render(_ report: Report) -> String {
        let sections: [(id: String, title: String, content: [String])] = [
            ("data", "Data", [dataTable(report)]),
            (
                "classes", "Per class",
                report.models.flatMap {
                    [heading($0, report), "<div class=\"pair\">\n", classTable($0), confusion($0), "</div>\n"]
                }
            ),
            ("trust", "Trust", report.models.isEmpty ? [] : [metricsTable(report)] + report.models.map(bins)),
            ("models", "Models side by side", comparison(report)),
            ("errors", "Most confident mistakes", mistakes(report)),
            ("training", "Training", training(report)),
            ("card", "Model card", card(report)),
        ]
        let shown = sections.filter { section in section.content.contains { !$0.isEmpty } }
        let links = shown.map { "<li><a href=\"#\($0.id)\">\(HTML.escape($0.title))</a></li>" }
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>\(HTML.escape(PlainText.line(report.title))) – Valence report</title>
            <style>
            \(stylesheet)</style>
            </head>
            <body>
            <header>
            <p class="kicker">Valence report</p>
            <h1>\(HTML.name(report.title))</h1>
            \(verdict(report))<nav aria-label="Sections"><ul>\(links.joined())</ul></nav>
            </header>
            <main>
            \(shown.map { HTML.section($0.id, $0.title, $0.content) }.joined())</main>
            <footer>
            <p>n/a stands where a number is not defined. Every number, unrounded, is in metrics.json beside this page; what this
            run alone measured, such as speed, is in run.json.</p>
            </footer>
            </body>
            </html>

            """
    }

    /// The first sentence large, the best model's figures, then what else can be said.
    private static func verdict(_ report: Report) -> String {
        let sentences = Findings.sentences(report)
        var html = "<p class=\"verdict\">\(HTML.prose(sentences[0]))</p>\n"
        if let best = report.best, let accuracy = best.metrics.accuracy {
            html += figures(best)
            html += accuracyScale(best.metrics, accuracy)
        }
        if sentences.count > 1 {
            html += "<ul class=\"findings\">\n"
            html += sentences.dropFirst().map { "<li>\(HTML.prose($0))</li>\n" }.joined()
            html += "</ul>\n"
        }
        return html
    }

    private static func figures(_ model: EvaluatedModel) -> String {
        let metrics = model.metrics
        var figures = [
            ("Accuracy", Numbers.percent(metrics.accuracy)), ("Macro-F1", Numbers.fixed(metrics.macro.f1)),
            ("MCC", Numbers.fixed(metrics.matthews)),
        ]
        if let ranking = metrics.ranking { figures.append(("ROC-AUC", Numbers.fixed(ranking.rocAUC))) }
        if let stars = metrics.stars, metrics.labels.count > 2 {
            figures.append(("Within one star", Numbers.percent(stars.withinOne, 1)))
        }
        figures.append(("ECE", Numbers.fixed(metrics.calibration.expectedError)))
        let items = figures.map { "<div><dt>\($0.0)</dt><dd>\(HTML.prose($0.1))</dd></div>" }
        return "<dl class=\"figures\">\(items.joined())</dl>\n"
    }

    /// Accuracy with its interval on a line from 0 to 100 %, and where always giving the commonest answer would stand.
    private static func accuracyScale(_ metrics: Metrics, _ accuracy: Double) -> String {
        guard let interval = metrics.accuracyInterval else { return "" }
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
            <span class="point" style="left:\(Numbers.fixed(accuracy * 100, 2))%"></span></div>
            <figcaption><span class="ends"><span>0\u{A0}%</span><span>100\u{A0}%</span></span>\
            <span class="key"><i class="point"></i> accuracy</span> \
            <span class="key"><i class="range"></i> 95\u{A0}% interval</span> \
            <span class="key"><i class="common"></i> always the commonest label</span></figcaption>
            </figure>

            """
    }

    /// Which model the next tables are of, where there is more than one.
    static func heading(_ model: EvaluatedModel, _ report: Report) -> String {
        report.models.count > 1 ? "<h3>\(HTML.name(model.name))</h3>\n" : ""
    }
}
