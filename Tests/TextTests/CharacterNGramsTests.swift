import Testing
import ValenceText

@Suite("Runs of characters")
struct CharacterNGramsTests {
    private func runs(_ word: String, upTo length: Int) -> [UInt64] {
        var grams: [UInt64] = []
        NGrams.appendCharacters(of: ArraySlice(word.utf8), upTo: length, into: &grams)
        return grams
    }

    @Test(
        "are all of two characters or more, with a mark at either end",
        arguments: ["a", "good", "naïve", "日本語", "👍👍", "coooool"], [2, 3, 5])
    func all(word: String, length: Int) {
        // As strings, whose marks stand in no word.
        let characters = ["<"] + word.unicodeScalars.map(String.init) + [">"]
        var expected: [String] = []
        for first in characters.indices {
            for last in characters.indices where last > first && last - first < length {
                expected.append(characters[first...last].joined())
            }
        }
        let found = runs(word, upTo: length)
        #expect(found.count == expected.count)
        // Equal runs have equal hashes, others others.
        #expect(Set(zip(found, expected).map { "\($0) \($1)" }).count == Set(expected).count)
        #expect(Set(found).count == Set(expected).count)
    }

    @Test("are shared by words that look alike, beginnings and ends apart from middles")
    func alike() {
        let good = Set(runs("good", upTo: 5))
        #expect(good.subtracting(runs("gooood", upTo: 5)).count < good.count / 2)
        #expect(good.isDisjoint(with: runs("bat", upTo: 5)))
        // "go" stands in both, the beginning "g" in one.
        #expect(Set(runs("go", upTo: 2)).intersection(runs("ago", upTo: 2)).count == 2)
    }

    @Test("are no words: none has the hash of a token or of a run of tokens")
    func words() {
        var grams: [UInt64] = []
        NGrams.append(
            hashes: "a g go good bad".split(separator: " ").map { TokenHash.of(String($0)) }, upTo: 3, into: &grams)
        #expect(Set(grams).isDisjoint(with: runs("good", upTo: 5) + runs("a", upTo: 5)))
    }

    @Test("are found and told where they stand, behind the words; plain punctuation has none", arguments: [2, 4])
    func found(length: Int) {
        var tokens = TokenList()
        Tokenizer(TextSettings()).tokenize(ArraySlice("Good, goodness! (bad)".utf8), into: &tokens)
        var known: [UInt64] = []
        NGrams.append(tokens: tokens, upTo: 2, skippingPlainPunctuation: true, into: &known)
        for word in ["good", "ness", "(", ","] { known += runs(word, upTo: length) }
        let index = NGramIndex(Set(known).sorted())
        var places = NGramPlaces()
        index.find(tokens, upTo: 2, characters: length, into: &places)
        let occurrences = index.occurrences(in: tokens, upTo: 2, characters: length)
        #expect(occurrences.map(\.place) == Array(places.found))
        let words = index.occurrences(in: tokens, upTo: 2)
        #expect(Array(occurrences.prefix(words.count)) == words)
        for occurrence in occurrences.dropFirst(words.count) {
            #expect(occurrence.tokens.count == 1)
            let token = tokens[occurrence.tokens.first ?? 0]
            var own: [UInt64] = []
            NGrams.appendCharacters(of: token, upTo: length, into: &own)
            #expect(own.contains(index.hashes[Int(occurrence.place)]))
            #expect(token != ArraySlice(",".utf8) && token != ArraySlice("(".utf8))
        }
        #expect(occurrences.count > words.count + 8)
    }
}
