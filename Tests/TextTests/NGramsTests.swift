import Testing
import ValenceText

struct NGramsTests {
    let a = TokenHash.of("a")
    let b = TokenHash.of("b")
    let c = TokenHash.of("c")

    @Test("n-grams come shortest first, within a length in the order of the text")
    func order() {
        var grams: [UInt64] = [7]
        NGrams.append(hashes: [a, b, c], upTo: 3, into: &grams)
        let ab = NGrams.combine(a, b)
        let bc = NGrams.combine(b, c)
        #expect(grams == [7, a, b, c, ab, bc, NGrams.combine(ab, c)])
        #expect(NGrams.number(ofTokens: 3, upTo: 3) == 6)
        #expect(NGrams.number(ofTokens: 1, upTo: 3) == 1)
        #expect(NGrams.number(ofTokens: 0, upTo: 3) == 0)
    }

    @Test("every length gives as many n-grams as there are", arguments: 1...NGrams.maximumLength)
    func count(_ length: Int) {
        let hashes = (0..<11).map { TokenHash.of("w\($0)") }
        var grams: [UInt64] = []
        NGrams.append(hashes: hashes, upTo: length, into: &grams)
        #expect(grams.count == NGrams.number(ofTokens: 11, upTo: length))
        #expect(Set(grams).count == grams.count)
        let naive = (1...length).flatMap { length in
            (0...11 - length).map {
                hashes[$0..<$0 + length].dropFirst().reduce(hashes[$0], NGrams.combine)
            }
        }
        #expect(grams == naive)
    }

    @Test("order and length matter")
    func sensitive() {
        #expect(NGrams.combine(a, b) != NGrams.combine(b, a))
        #expect(NGrams.combine(NGrams.combine(a, b), c) != NGrams.combine(a, NGrams.combine(b, c)))
        #expect(NGrams.combine(a, a) != a)
        #expect(NGrams.combine(a, b) != TokenHash.of("ab"))
    }

    @Test("runs leap over plain punctuation when told so")
    func punctuation() {
        func grams(_ text: String, _ skips: Bool) -> [UInt64] {
            var list = TokenList()
            Tokenizer(TextSettings()).tokenize(Array(text.utf8)[...], into: &list)
            var grams: [UInt64] = []
            NGrams.append(tokens: list, upTo: 2, skippingPlainPunctuation: skips, into: &grams)
            return grams
        }
        #expect(grams("a, b.", true) == [a, b, NGrams.combine(a, b)])
        #expect(grams("a, b.", false).count == 7)
        #expect(grams("a! b", true).count == 5, "an exclamation mark has mood")
    }

    @Test("n-gram hashes never change: model files hold them")
    func golden() {
        #expect(NGrams.combine(TokenHash.of("not"), TokenHash.of("good")) == 0x4C9B_08FD_1B5C_CCF5)
        let notSo = NGrams.combine(TokenHash.of("not"), TokenHash.of("so"))
        #expect(NGrams.combine(notSo, TokenHash.of("good")) == 0x0891_19F5_59B5_7587)
    }
}
