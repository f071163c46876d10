import Testing
import ValenceText

/// Bytes that are not text.
struct ByteViewTests {
    @Test("ill-formed bytes are U+FFFD inside a word and part words elsewhere")
    func illFormed() {
        #expect(tokens(bytes: Array("caf".utf8) + [0xE9] + Array(" ok".utf8)) == ["caf\u{FFFD}", "ok"])
        #expect(tokens(bytes: [0xFF, 0x61, 0x20, 0xC3]) == ["a"])
        #expect(
            tokens(bytes: Array("a".utf8) + [0xED, 0xA0, 0x80] + Array("b".utf8)) == ["a\u{FFFD}\u{FFFD}\u{FFFD}b"])
        #expect(tokens(bytes: Array("a".utf8) + [0xF0, 0x9F, 0x98] + Array("b".utf8)) == ["a\u{FFFD}b"])
        #expect(tokens(bytes: Array("a".utf8) + [0xC0, 0xAF] + Array("b".utf8)) == ["a\u{FFFD}\u{FFFD}b"])
        #expect(
            tokens(bytes: Array("a".utf8) + [0xF4, 0x90, 0x80, 0x80, 0xF8])
                == ["a\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}"].map {
                    $0 + "\u{FFFD}"
                })
    }

    @Test("random bytes never crash and always give valid tokens", arguments: [0, 1, 2, 3])
    func random(_ alphabet: Int) {
        let alphabets: [[UInt8]] = [
            Array(0...255),
            Array("<>&;#x3amp/!-br quot=\"'lt:()DP.?@http:wW".utf8),
            [
                0xF0, 0x9F, 0x98, 0x80, 0xE2, 0x80, 0x8D, 0xEF, 0xB8, 0x8F, 0xC3, 0xA9, 0x20, 0x61, 0x27, 0xE4, 0xB8,
                0xAD,
            ],
            [0x61, 0x41, 0x39, 0x27, 0x2E, 0x2C, 0x2F, 0xC2, 0x85, 0x92, 0xC8, 0xBA, 0xC4, 0xB0, 0x40, 0x5F, 0x20],
        ]
        let bytes = alphabets[alphabet]
        var state = UInt64(alphabet + 1)
        var list = TokenList()
        let tokenizer = Tokenizer(TextSettings())
        var tokenCount = 0
        for round in 0..<20_000 {
            let text = (0..<(round % 97)).map { _ in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return bytes[Int(state >> 33) % bytes.count]
            }
            tokenizer.tokenize(text[...], into: &list)
            #expect(list.bytes.count <= text.count * 3)
            for index in 0..<list.count {
                let token = list[index]
                guard !token.isEmpty, String(validating: token, as: UTF8.self) != nil,
                    list.hashes[index] == TokenHash.of(token)
                else {
                    Issue.record("token \(Array(token)) of \(text)")
                    return
                }
            }
            tokenCount += list.count
        }
        #expect(tokenCount > 20_000)
    }

    @Test("a text means the same as any slice of a larger one")
    func slices() {
        let text = Array("a film: don't miss it! \u{4E2D}\u{1F600}".utf8)
        for margin in 0..<9 {
            let padded = [UInt8](repeating: 0x7A, count: margin) + text + Array("zz)".utf8)
            var list = TokenList()
            Tokenizer(TextSettings()).tokenize(padded[margin..<(margin + text.count)], into: &list)
            #expect((0..<list.count).map { String(decoding: list[$0], as: UTF8.self) } == tokens(bytes: text))
        }
    }

    @Test(
        "hostile repetitions take linear time",
        arguments: ["<!--", "<b \"", "<a =\"", "&amp;", "&#", "http://", "a'", "@", "("])
    func hostile(_ piece: String) {
        let text = Array(String(repeating: piece, count: 400_000 / piece.utf8.count).utf8)
        let clock = ContinuousClock()
        var list = TokenList()
        let elapsed = clock.measure { Tokenizer(TextSettings()).tokenize(text[...], into: &list) }
        #expect(elapsed < .seconds(2))
    }
}
