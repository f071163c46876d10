import Testing
import ValenceText

struct TokenTableTests {
    func slice(_ word: String) -> ArraySlice<UInt8> { Array(word.utf8)[...] }

    @Test("tokens are numbered as they first appear, also past many growths")
    func numbers() {
        var table = TokenTable()
        for round in 0..<2 {
            for number in 0..<20_000 {
                let word = "token\(number)"
                #expect(table.intern(slice(word), hash: TokenHash.of(word)) == Int32(number), "round \(round)")
            }
        }
        #expect(table.count == 20_000)
        #expect(String(decoding: table[19_999], as: UTF8.self) == "token19999")
        #expect(table.id(of: slice("token7"), hash: TokenHash.of("token7")) == 7)
        #expect(table.id(of: slice("other"), hash: TokenHash.of("other")) == nil)
    }

    @Test("two tokens with one hash keep two numbers")
    func collisions() {
        var table = TokenTable()
        for number in 0..<50 { #expect(table.intern(slice("\(number)"), hash: 1) == Int32(number)) }
        for number in 0..<50 { #expect(table.id(of: slice("\(number)"), hash: 1) == Int32(number)) }
        #expect(table.id(of: slice("50"), hash: 1) == nil)
    }

    @Test("room made beforehand changes no number")
    func reserve() {
        var table = TokenTable()
        #expect(table.intern(slice("a"), hash: TokenHash.of("a")) == 0)
        table.reserve(words: 5000, bytes: 20_000)
        #expect(table.id(of: slice("a"), hash: TokenHash.of("a")) == 0)
        #expect(table.intern(slice("b"), hash: TokenHash.of("b")) == 1)
    }
}
