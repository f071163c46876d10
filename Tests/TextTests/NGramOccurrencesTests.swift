import Testing
import ValenceText

@Suite("An n-gram's occurrences")
struct NGramOccurrencesTests {
    @Test("are what find finds, each with its tokens, which leap over plain punctuation", arguments: [1, 2, 3])
    func occurrences(length: Int) {
        let bytes = ArraySlice("Good, not bad: not bad at all! Good".utf8)
        var tokens = TokenList()
        Tokenizer(TextSettings()).tokenize(bytes, into: &tokens)
        var known: [UInt64] = []
        NGrams.append(tokens: tokens, upTo: 3, skippingPlainPunctuation: true, into: &known)
        // Every second n-gram is known.
        let all = Set(known).sorted()
        let index = NGramIndex(all.indices.filter { $0 % 2 == 0 }.map { all[$0] })
        let found = index.occurrences(in: tokens, upTo: length)
        var places = NGramPlaces()
        index.find(tokens, upTo: length, into: &places)
        #expect(!found.isEmpty && found.map(\.place) == Array(places.found))
        for occurrence in found {
            let own = occurrence.tokens.dropFirst().reduce(tokens.hashes[occurrence.tokens.first ?? 0]) {
                NGrams.combine($0, tokens.hashes[$1])
            }
            #expect(index.hashes[Int(occurrence.place)] == own)
            #expect(occurrence.tokens.allSatisfy { !tokens.isPlainPunctuation($0) })
        }
    }

    @Test("of a text shorter than the n-grams are those of its few words")
    func short() {
        var tokens = TokenList()
        tokens.append(ArraySlice("one".utf8), hash: TokenHash.of("one"))
        let index = NGramIndex([TokenHash.of("one")])
        #expect(index.occurrences(in: tokens, upTo: 3).map(\.tokens) == [[0]])
        tokens.removeAll()
        #expect(index.occurrences(in: tokens, upTo: 3).isEmpty)
    }
}
