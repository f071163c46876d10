import Testing
import ValenceReports

@Suite struct PlainTextTests {
    @Test("a line has single spaces and no control characters")
    func line() {
        #expect(PlainText.line("  a\n\t b\u{A0}c\u{7}\u{202E}d ") == "a b c\u{FFFD}\u{FFFD}d")
        #expect(PlainText.line("👩‍👩‍👧 ok") == "👩‍👩‍👧 ok")
    }

    @Test("a long text ends in an ellipsis, between characters; a short one stays as it is")
    func shortened() {
        #expect(PlainText.shortened("short", to: 5) == "short")
        #expect(PlainText.shortened("longer", to: 5) == "longe…")
        #expect(PlainText.shortened("👍🏽👍🏽👍🏽", to: 2) == "👍🏽👍🏽…")
        let piled = "a" + String(repeating: "\u{301}", count: 10_000)
        #expect(PlainText.shortened(piled, to: 10).utf8.count < 100)
    }

    @Test("widths count wide characters twice and combining marks not at all")
    func width() {
        #expect(["abc", "好评", "e\u{301}", "👍🏽", "한국"].map(PlainText.width) == [3, 4, 1, 2, 4])
    }
}
