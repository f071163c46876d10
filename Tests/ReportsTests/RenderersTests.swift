import Foundation
import Testing
import ValenceEvaluation
import ValenceReports

@Suite struct RenderersTests {
    static let renderers: [@Sendable (Report) -> String] = [
        { HTMLRenderer.render($0) }, { MarkdownRenderer.render($0) }, { JSONRenderer.render($0) },
        { TerminalRenderer.render($0) },
    ]

    @Test("the same report gives the same bytes", arguments: Sample.corners)
    func deterministic(_ report: Report) throws {
        let copy = try JSONDecoder().decode(Report.self, from: JSONEncoder().encode(report))
        #expect(copy == report)
        for render in Self.renderers { #expect(render(report) == render(copy)) }
    }

    @Test("without a single review every renderer says n/a, and none says nan")
    func undefined() {
        let report = Sample.report(count: 0)
        for render in [Self.renderers[0], Self.renderers[1], Self.renderers[3]] {
            let text = render(report)
            #expect(text.contains("n/a"))
            #expect(text.contains("nothing can be said"))
        }
        for render in Self.renderers {
            let text = render(report)
            #expect(!text.contains(/\b-?(nan|inf)\b/))
        }
    }

    @Test("where every review is right, resampling says nothing, and no interval of one point is shown")
    func allRight() {
        let predictions = Predictions(
            labels: ["a", "b"], truth: [0, 1, 0], predicted: [0, 1, 0], probabilities: [0.9, 0.1, 0.2, 0.8, 0.7, 0.3])
        let model = EvaluatedModel(name: "m", architecture: "a coin", predictions: predictions)
        let data = DataSummary(
            files: ["r.csv"], rowCount: 3, evaluatedCount: 3, labels: [.init("a", 2), .init("b", 1)])
        let page = HTMLRenderer.render(Report(title: "three", data: data, models: [model]))
        #expect(page.contains("Macro-F1") && !page.contains("1.000 to 1.000") && !page.contains("1.000–1.000"))
    }

    @Test("a report without models is still a report")
    func noModels() {
        let report = Sample.report(models: 0)
        for render in Self.renderers { #expect(!render(report).isEmpty) }
        #expect(HTMLRenderer.render(report).contains("No model was evaluated."))
    }

    @Test("one class only: its numbers stand, the others' are n/a, never 0")
    func oneClass() {
        let metrics = Metrics(
            Predictions(labels: ["a", "b"], truth: [0, 0], predicted: [0, 0], probabilities: [0.9, 0.1, 0.8, 0.2]))
        let table = TerminalRenderer.classTable(metrics)
        #expect(table.contains(/a +1\.0000 +1\.0000 +1\.0000 +2\n/))
        #expect(table.contains(/b +n\/a +n\/a +n\/a +0\n/))
    }
}

@Suite struct TerminalRendererTests {
    @Test("the class table reads as scikit-learn's, columns aligned")
    func classTable() {
        let metrics = Metrics(
            Predictions(
                labels: ["neg", "pos"], truth: [0, 0, 1, 1], predicted: [0, 1, 1, 1],
                probabilities: [0.9, 0.1, 0.4, 0.6, 0.2, 0.8, 0.1, 0.9]))
        #expect(
            TerminalRenderer.classTable(metrics) == """
                                precision    recall    f1-score    support

                         neg       1.0000    0.5000      0.6667          2
                         pos       0.6667    1.0000      0.8000          2

                    accuracy                             0.7500          4
                   macro avg       0.8333    0.7500      0.7333          4
                weighted avg       0.8333    0.7500      0.7333          4

                """)
        #expect(
            TerminalRenderer.confusionTable(metrics) == """
                true \\ predicted  neg  pos
                             neg    1    1
                             pos    0    2

                """)
    }

    @Test("an escape sequence or a reversal of writing in a label never reaches the terminal")
    func control() {
        let text = TerminalRenderer.render(Sample.report(labels: [Sample.hostile, "b"], models: 2))
        #expect(!text.unicodeScalars.contains("\u{1B}"))
        #expect(!text.unicodeScalars.contains("\u{202E}"))
        #expect(text.contains("\u{FFFD}[31mred"))
    }

    @Test("models stand side by side, with throughput where the run tells it")
    func comparison() {
        let models = Sample.report(models: 3).models
        let plain = TerminalRenderer.comparison(models).split(separator: "\n")
        #expect(plain.count == 4)
        #expect(!plain[0].contains("reviews/s"))
        let run = RunInfo(models: [.init(name: "bow", reviewsPerSecond: 12_345.6)])
        let timed = TerminalRenderer.comparison(models, run: run).split(separator: "\n")
        #expect(timed[0].hasSuffix("reviews/s"))
        #expect(timed[1].hasSuffix("n/a"))
        #expect(timed[2].hasSuffix("12,346"))
    }

    @Test("wide and combining characters keep the columns straight")
    func width() {
        let predictions = Predictions(labels: ["好评", "e\u{301}x"], truth: [0], predicted: [0], probabilities: [1, 0])
        #expect(
            TerminalRenderer.confusionTable(Metrics(predictions)) == """
                true \\ predicted  好评  e\u{301}x
                            好评     1   0
                              e\u{301}x     0   0

                """)
    }
}

@Suite struct MarkdownRendererTests {
    @Test("every table has as many cells in each row as in its head", arguments: Sample.corners)
    func structure(_ report: Report) throws {
        var width: Int?
        var tables = 0
        for line in MarkdownRenderer.render(report).split(separator: "\n", omittingEmptySubsequences: false) {
            guard line.hasPrefix("|") else {
                width = nil
                continue
            }
            #expect(line.hasSuffix(" |"))
            let cells = line.replacing(/\\./, with: "").filter { $0 == "|" }.count - 1
            if let width { #expect(cells == width, "\(line)") } else { tables += 1 }
            width = cells
        }
        #expect(tables >= 4)
    }

    @Test("review text cannot become Markdown or HTML")
    func escaping() {
        let text = MarkdownRenderer.render(Sample.report())
        #expect(!text.contains("<"))
        #expect(text.contains("&lt;script&gt;alert(\"1\")&lt;/script&gt; &amp; 'quotes' \\| \\`pipes\\` \\*stars\\*"))
    }
}

@Suite struct JSONRendererTests {
    @Test("the numbers parse, unrounded, and undefined ones are null", arguments: Sample.corners)
    func parses(_ report: Report) throws {
        let text = JSONRenderer.render(report)
        let root = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(root["title"] as? String == report.title)
        let models = try #require(root["models"] as? [[String: Any]])
        #expect(models.count == report.models.count)
        for (model, expected) in zip(models, report.models) {
            let metrics = try #require(model["metrics"] as? [String: Any])
            #expect(metrics["accuracy"] as? Double == expected.metrics.accuracy)
            // Foundation's parser may miss the last digit, so the digits themselves are compared.
            let loss = expected.metrics.scores.logLoss
            #expect(text.contains("\"log_loss\": \(loss.map { "\($0)" } ?? "null"),"))
            #expect((metrics["roc_auc"] is NSNull) == (expected.metrics.ranking?.rocAUC == nil))
            let confusion = try #require(metrics["confusion"] as? [String: Any])
            #expect(confusion["labels"] as? [String] == expected.metrics.labels)
            #expect((confusion["rows_true"] as? [[Int]])?.flatMap { $0 } == expected.metrics.confusion.counts)
            #expect((model["history"] as? [Any])?.count == expected.history.count)
        }
    }

    @Test("members stand in the written order, and no review text among them")
    func order() throws {
        let text = JSONRenderer.render(Sample.report())
        let keys = [
            "format_version", "title", "data", "models", "architecture", "metrics", "accuracy", "macro", "confusion",
            "comparisons",
        ]
        let places = try keys.map { key in try #require(text.range(of: "\"\(key)\":")?.lowerBound) }
        #expect(places == places.sorted())
        #expect(!text.contains("The soup was cold"))
    }

    @Test("measured times go to the run's file only")
    func run() throws {
        let run = RunInfo(
            machine: "test", elapsedSeconds: 1.5,
            models: [.init(name: "bow", reviewsPerSecond: 10, epochSeconds: [1, 2])])
        let object = try JSONSerialization.jsonObject(with: Data(JSONRenderer.render(run).utf8))
        let root = try #require(object as? [String: Any])
        #expect(root["elapsed_seconds"] as? Double == 1.5)
        #expect(root["threads"] is NSNull)
        #expect((root["models"] as? [[String: Any]])?.first?["epoch_seconds"] as? [Double] == [1, 2])
        #expect(!JSONRenderer.render(Sample.report()).contains("_seconds"))
    }
}
