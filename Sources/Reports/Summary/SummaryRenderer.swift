import ValenceEvaluation

/// A summary as one page, without network or script, and as JSON.
public enum SummaryRenderer {
    public static func html(_ summary: DumpSummary) -> String {
        var sections = SummarySections.all(summary).map { section in
            (id: section.id, title: section.title, html: section.blocks.map(HTMLRenderer.render).joined())
        }
        if let examples = examples(summary) { sections.append(("examples", "Examples", examples)) }
        return HTMLRenderer.page(
            kind: "summary", title: summary.title, verdict: SummarySections.verdict(summary),
            head: HTMLRenderer.render(SummarySections.figures(summary))
                + "<p class=\"prose\">\(HTML.prose(summary.model))</p>\n",
            sections: sections.map { ($0.id, $0.title) },
            main: sections.map { HTML.section($0.id, $0.title, [$0.html]) }.joined(),
            footer: """
                Every number, unrounded, is in summary.json beside this page.
                """)
    }

    /// The surest reviews of each label; `nil` where there are none to show.
    private static func examples(_ summary: DumpSummary) -> String? {
        guard let examples = summary.examples, examples.contains(where: { !$0.isEmpty }) else { return nil }
        return "<p class=\"prose\">Of each label the reviews that the model is surest of.</p>\n"
            + zip(summary.labels, examples).filter { !$1.isEmpty }.map { label, examples in
                "<h3>\(HTML.name(label))</h3>\n<ol class=\"mistakes\">\n" + examples.map(item).joined() + "</ol>\n"
            }.joined()
    }

    private static func item(_ example: DumpSummary.Example) -> String {
        "<li><p class=\"labels\">\(HTML.prose(Numbers.percent(example.confidence, 1))) confidence "
            + "<span class=\"place\">\(HTML.name(example.place))</span></p>\n"
            + "<blockquote dir=\"auto\">\(HTML.escape(PlainText.shortened(example.text)))</blockquote></li>\n"
    }

    /// Every number unrounded; no texts.
    public static func json(_ summary: DumpSummary) -> String {
        JSONValue.object([
            ("format_version", .integer(1)),
            ("title", .string(summary.title)),
            ("model", .string(summary.model)),
            ("records", .integer(summary.records)),
            ("classified", .integer(summary.classified)),
            ("empty", .integer(summary.empty)),
            ("rejected", .integer(summary.rejected)),
            ("uncorrected_because", .optional(summary.uncorrectedReason)),
            ("seen_in_training", .integer(summary.seen)),
            ("shares", .array(summary.shares.map(share))),
            ("date_column", .optional(summary.dateColumn)),
            ("undated", .integer(summary.undated)), ("date_order", .optional(summary.dateOrder)),
            ("period_unit", .string(summary.periodUnit)),
            ("periods", .array(summary.periods.map(group))),
            ("group_column", .optional(summary.groupColumn)),
            ("group_count", .integer(summary.groupCount)),
            ("groups", .array(summary.groups.map(group))),
            ("words", .array(zip(summary.labels, summary.words).map(words))),
        ]).render() + "\n"
    }

    private static func share(_ share: DumpSummary.Share) -> JSONValue {
        .object([
            ("label", .string(share.label)), ("counted", .number(share.counted)),
            ("corrected", .optional(share.corrected)), ("lower", .optional(share.interval?.lower)),
            ("upper", .optional(share.interval?.upper)),
        ])
    }

    private static func group(_ group: DumpSummary.Group) -> JSONValue {
        .object([
            ("name", .string(group.name)), ("count", .integer(group.count)),
            ("shares", .array(group.shares.map(share))),
        ])
    }

    private static func words(_ label: String, _ words: [DumpSummary.Word]) -> JSONValue {
        .object([
            ("label", .string(label)),
            (
                "words",
                .array(
                    words.map { word in
                        .object([
                            ("word", .string(word.word)), ("count", .integer(word.count)),
                            ("count_elsewhere", .integer(word.countElsewhere)), ("score", .number(word.score)),
                        ])
                    })
            ),
        ])
    }
}
