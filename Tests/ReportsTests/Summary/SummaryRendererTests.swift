import Foundation
import Testing
import ValenceEvaluation
import ValenceReports

@Suite("A summary's page")
struct SummaryRendererTests {
    private static func shares(_ positive: Double) -> [DumpSummary.Share] {
        [("negative", 1 - positive), ("positive", positive)].map { label, share in
            DumpSummary.Share(
                label: label, counted: share, corrected: share + (label == "positive" ? 0.02 : -0.02),
                interval: ConfidenceInterval(lower: max(0, share - 0.05), upper: min(1, share + 0.05)))
        }
    }

    private static func summary() -> DumpSummary {
        var summary = DumpSummary(
            title: "dump<script>.csv", model: "Answered by a bow.", records: 1010, classified: 1000, empty: 7,
            rejected: 3,
            shares: shares(0.6))
        summary.dateColumn = "date"
        summary.periods = [
            .init(name: "2023-01", count: 400, shares: shares(0.7)),
            .init(name: "2023-02", count: 600, shares: shares(0.5)),
        ]
        summary.groupColumn = "product"
        summary.groupCount = 3
        summary.groups = [
            .init(name: "<b>A & B</b>", count: 700, shares: shares(0.8)),
            .init(name: "", count: 200, shares: shares(0.1)),
        ]
        summary.words = [[.init(word: "<i>dull", count: 90, countElsewhere: 3, score: 7.25)], []]
        summary.examples = [
            [.init(place: "d.csv:3", text: "<script>alert('x')</script> \u{202E}bad 😀", confidence: 0.99)], [],
        ]
        return summary
    }

    @Test("says the corrected shares first, with their intervals, and all that is asked")
    func page() {
        let page = SummaryRenderer.html(Self.summary())
        #expect(
            page.contains("62.0\u{A0}% positive (55.0 to 65.0\u{A0}%), 38.0\u{A0}% negative (35.0 to 45.0\u{A0}%)."))
        for id in ["shares", "time", "groups", "words", "examples"] { #expect(page.contains("<section id=\"\(id)\"")) }
        #expect(page.contains("Saerens") && page.contains("2023-02") && page.contains("1 smaller group left out"))
        #expect(page.contains("1,010") && page.contains("(empty)"))
    }

    @Test("shows foreign text as text")
    func escaping() {
        let page = SummaryRenderer.html(Self.summary())
        #expect(!page.contains("<script") && !page.contains("<b>A") && !page.contains("<i>dull"))
        #expect(page.contains("&lt;script&gt;alert(&#39;x&#39;)") && page.contains("😀"))
    }

    @Test("leaves out what there is not: dates, groups, words, texts, known errors")
    func bare() {
        var summary = DumpSummary(
            title: "d", model: "m", records: 2, classified: 2, empty: 0, rejected: 0,
            shares: [
                .init(label: "a", counted: 1, corrected: nil, interval: ConfidenceInterval(lower: 0.3, upper: 1)),
                .init(label: "b", counted: 0, corrected: nil, interval: nil),
            ])
        summary.uncorrectedReason = "the model file holds no validation reviews"
        let page = SummaryRenderer.html(summary)
        for id in ["time", "groups", "words", "examples"] { #expect(!page.contains("id=\"\(id)\"")) }
        #expect(page.contains("not corrected for its errors, since the model file holds no validation reviews"))
        #expect(page.contains("100.0\u{A0}% a (30.0 to 100.0\u{A0}%), 0.0\u{A0}% b."))
        let empty = DumpSummary(title: "d", model: "m", records: 0, classified: 0, empty: 0, rejected: 0, shares: [])
        #expect(SummaryRenderer.html(empty).contains("No review could be classified."))
    }

    @Test("as JSON is valid, unrounded and without texts")
    func json() throws {
        let text = SummaryRenderer.json(Self.summary())
        let value = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(value["classified"] as? Int == 1000 && (value["periods"] as? [Any])?.count == 2)
        let share = try #require((value["shares"] as? [[String: Any]])?.last)
        #expect(share["counted"] as? Double == 0.6 && share["corrected"] as? Double == 0.62)
        #expect(!text.contains("alert"))
    }
}
