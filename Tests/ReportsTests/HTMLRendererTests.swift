import Foundation
import Testing
import ValenceEvaluation
import ValenceReports

@Suite struct HTMLRendererTests {
    @Test("a review with a script, quotes and right-to-left text appears as text")
    func escaping() {
        let page = HTMLRenderer.render(Sample.report())
        #expect(!page.contains("<script"))
        #expect(
            page.contains("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;quotes&#39; | `pipes` *stars*"))
        #expect(page.contains("<blockquote dir=\"auto\">المطعم رائع لكن الخدمة بطيئة جدا</blockquote>"))
        #expect(page.contains("👍🏽"))
        #expect(!page.unicodeScalars.contains("\u{1B}"))
    }

    @Test("hostile labels, names, files and settings are escaped wherever they stand")
    func hostileEverywhere() {
        var report = Sample.report(labels: [Sample.hostile, "b\"c"], models: 2)
        report.title = Sample.hostile
        report.reviewsName = Sample.hostile
        report.data.files = [Sample.hostile]
        report.data.rejects = [.init(Sample.hostile, 1)]
        report.card = [ReportEntry(Sample.hostile, Sample.hostile)]
        for index in report.models.indices {
            report.models[index].name = Sample.hostile
            report.models[index].architecture = Sample.hostile
            report.models[index].settings = [ReportEntry(Sample.hostile, Sample.hostile)]
            report.models[index].card = [ReportEntry(Sample.hostile, Sample.hostile)]
            report.models[index].mistakes?[0].place = Sample.hostile
        }
        report.comparisons[0].first = Sample.hostile
        let page = HTMLRenderer.render(report)
        #expect(!page.contains("<script"))
        #expect(!page.contains("alert(\""))
        #expect(!page.unicodeScalars.contains { $0.properties.generalCategory == .control && $0 != "\n" })
    }

    @Test(
        "every page is well-formed: each element that opens closes in order, each id is there once",
        arguments: Sample.corners)
    func wellFormed(_ report: Report) throws {
        let page = HTMLRenderer.render(report)
        var open: [Substring] = []
        for match in page.matches(of: /<(\/?)([a-z][a-z0-9]*)((?:\s+[a-zA-Z][a-zA-Z0-9-]*(?:="[^"<>]*")?)*)\s*>/) {
            let name = match.2
            if ["meta", "br"].contains(name) { continue }
            if match.1.isEmpty {
                open.append(name)
            } else {
                #expect(open.popLast() == name)
            }
        }
        #expect(open.isEmpty)
        // What the expression above did not take for a tag is no bare angle bracket either.
        let bare = page.replacing(/<style>(?s:.*)<\/style>/, with: "").replacing(/<!?\/?[a-zA-Z][^<>]*>/, with: "")
        #expect(!bare.contains("<") && !bare.contains(">"))
        let ids = page.matches(of: /\sid="([^"]*)"/).map(\.1)
        #expect(Set(ids).count == ids.count)
        for link in page.matches(of: /href="#([^"]*)"/) { #expect(ids.contains(link.1)) }
    }

    @Test("nothing on the page reaches for the network or runs", arguments: Sample.corners)
    func offline(_ report: Report) {
        let page = HTMLRenderer.render(report)
        for word in ["http:", "https:", "<script", "<link", "<img", "@import", "url(", "javascript:", " onclick"] {
            #expect(!page.contains(word), "\(word)")
        }
        #expect(page.contains("default-src 'none'"))
    }

    @Test("every table has a caption, every header cell a scope", arguments: Sample.corners)
    func tables(_ report: Report) {
        let page = HTMLRenderer.render(report)
        #expect(page.matches(of: /<table/).count == page.matches(of: /<table[^>]*>\s*<caption><span>[^<]/).count)
        #expect(page.matches(of: /<th[ >]/).count == page.matches(of: /<th scope="/).count)
        #expect(page.contains("<html lang=\"en\">"))
    }

    @Test("without examples no review text is on the page")
    func noExamples() {
        let with = HTMLRenderer.render(Sample.report())
        let without = HTMLRenderer.render(Sample.report(examples: false))
        #expect(with.contains("The soup was cold"))
        #expect(!without.contains("The soup was cold"))
        #expect(with.contains("<blockquote") && !without.contains("<blockquote"))
        #expect(!without.contains("test.csv:"))
    }

    @Test("a review of megabytes is shown by its beginning")
    func longReview() {
        var report = Sample.report()
        report.models[0].mistakes = [
            Mistake(
                text: String(repeating: "very ", count: 400_000), truth: "positive", predicted: "negative",
                confidence: 0.9)
        ]
        let short = HTMLRenderer.render(Sample.report()).utf8.count
        #expect(HTMLRenderer.render(report).utf8.count < short + 2000)
    }

    @Test("the page of three models, twenty labels and many slices stays far below two megabytes")
    func size() {
        var report = Sample.report(labels: (1...20).map { "label \($0)" }, models: 3, count: 4000)
        let tallies = (0..<1000).map { Slice.Tally(name: "value \($0)", count: 4, correct: 3) }
        let slices = Slice.table(tallies, count: 4000, correct: 3000)
        for index in report.models.indices {
            report.models[index].slicings.append(Slicing(kind: .column, name: "product", slices: slices))
            report.models[index].mistakes = Array(
                repeating: Mistake(
                    text: String(repeating: "é", count: 5000), truth: "label 1", predicted: "label 2", confidence: 0.9),
                count: 20)
        }
        #expect(HTMLRenderer.render(report).utf8.count < 1_000_000)
    }

    @Test(
        "words that decided are marked where they stand, with their side and strength; what cannot be marked stays text"
    )
    func decidingWords() {
        var report = Sample.report()
        report.models[0].mistakes = [
            Mistake(
                text: "Não <b>good</b> at all", truth: "negative", predicted: "positive", confidence: 0.9,
                words: [
                    .init(range: 8..<12, weight: 2), .init(range: 0..<4, weight: -1),
                    // Cuts the ã in two, overlaps, lies outside.
                    .init(range: 2..<3, weight: 1), .init(range: 9..<11, weight: 1), .init(range: 20..<99, weight: 1),
                ])
        ]
        let page = HTMLRenderer.render(report)
        #expect(
            page.contains(
                "<blockquote dir=\"auto\"><mark class=\"against\" style=\"--weight:0.50\">Não</mark> &lt;b&gt;"
                    + "<mark class=\"for\" style=\"--weight:1.00\">good</mark>&lt;/b&gt; at all</blockquote>"))
    }

    @Test("what the run measured is on the page only where it is asked for")
    func runInfo() {
        let report = Sample.report(models: 3)
        let run = RunInfo(
            machine: "a machine", elapsedSeconds: 12.34,
            models: [
                .init(name: "bow", reviewsPerSecond: 9876, trainingSeconds: 4.2),
                .init(name: "bilstm", reviewsPerSecond: 1234, trainingSeconds: 1023),
            ])
        let without = HTMLRenderer.render(report)
        let with = HTMLRenderer.render(report, run: run)
        for word in ["a machine", "12.3 s", "9,876", "4.2 s", "it trained 17 min 3 s against 4.2 s"] {
            #expect(with.contains(word) && !without.contains(word), "\(word)")
        }
    }
}
