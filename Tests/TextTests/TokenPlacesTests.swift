import Testing
import ValenceText

@Suite("A token's place in its text")
struct TokenPlacesTests {
    private static func places(_ text: String, _ settings: TextSettings = TextSettings()) -> [(String, String)] {
        let bytes = Array(text.utf8)
        let (tokens, places) = Tokenizer(settings).tokenizeWithPlaces(bytes[...])
        return places.indices.map { index in
            (
                String(decoding: tokens[index], as: UTF8.self),
                String(decoding: bytes[places[index]], as: UTF8.self)
            )
        }
    }

    /// Texts and what their tokens came from, parted by bars.
    static let examples: [(text: String, sources: String)] = [
        ("A GREAT film, really!!", "A|GREAT|film|,|really|!!"),
        ("<b>caf\u{E9}</b> na\u{EF}ve <br/>\u{FC}ber", "caf\u{E9}|na\u{EF}ve|\u{FC}ber"),
        ("good\u{1F600}bad \u{1F44D}\u{1F3FD}!", "good|\u{1F600}|bad|\u{1F44D}\u{1F3FD}|!"),
        ("Tom &amp; Jerry &lt;3 it", "Tom|Jerry|&lt;3|it"),
        ("caf&eacute; cr&#232;me", "caf&eacute;|cr&#232;me"),
        ("say &quot;no&quot;, don&#39;t", "say|&quot;|no|&quot;|,|don&#39;t"),
        ("&amp;quot;twice&amp;quot;", "&amp;quot;|twice|&amp;quot;"),
        ("wow&hellip; ok :-) sooooo", "wow|&hellip;|ok|:-)|sooooo"),
        ("see http://a.b/c?d=e&amp;f, @bob", "see|http://a.b/c?d=e&amp;f|,|@bob"),
        ("l'homme \u{4E2D}\u{6587}", "l'|homme|\u{4E2D}|\u{6587}"),
        ("&#x1F600;&#x1F600;", "&#x1F600;|&#x1F600;"),
        ("it does n't work, she 's", "it|does n't|work|,|she 's"),
        ("", ""),
    ]

    @Test("is what it was made of, whatever entities, tags and wide characters stand around it", arguments: examples)
    func sources(_ example: (text: String, sources: String)) {
        let found = Self.places(example.text).map(\.1).joined(separator: "|")
        #expect(found == example.sources)
    }

    @Test("comes with the tokens that plain tokenising gives", arguments: [true, false], [true, false])
    func sameTokens(cleansHTML: Bool, lowercase: Bool) {
        var settings = TextSettings()
        settings.cleansHTML = cleansHTML
        settings.lowercase = lowercase
        let texts =
            Self.examples.map(\.text) + [
                "incomprehensibilities Abcdefgh ABCDEFGHI 10000000 aaaabbbb",
                "www http https: httpd HTTPS://x.y. a & b",
                "no! what?!! well.. </3 (: >_< x=3 and:/or",
                "\u{1F1E9}\u{1F1EA}\u{1F468}\u{200D}\u{1F469} film\u{96}noir",
                "is n't he 'll it 's' 's",
                "<!-- gone --> <sigh> a < b &#0; &notanentity; &",
            ]
        for text in texts {
            let (found, places) = Tokenizer(settings).tokenizeWithPlaces(ArraySlice(text.utf8))
            #expect((0..<found.count).map { String(decoding: found[$0], as: UTF8.self) } == tokens(text, settings))
            #expect(places.count == found.count)
            for (one, next) in zip(places, places.dropFirst()) { #expect(one.upperBound <= next.lowerBound) }
        }
    }

    @Test("is counted from the beginning of a text that is part of another")
    func slices() {
        let bytes = Array("&amp; before|caf&eacute; good".utf8)
        let (_, places) = Tokenizer(TextSettings()).tokenizeWithPlaces(bytes[13...])
        #expect(places == [0..<11, 12..<16])
    }
}
