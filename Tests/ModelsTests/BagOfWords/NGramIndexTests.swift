import Testing
import ValenceModels
import ValenceNetworks
import ValenceText

@Suite("The n-gram index")
struct NGramIndexTests {
    @Test("finds every hash at its place and no other", arguments: [0, 1, 2, 3, 1000])
    func places(count: Int) {
        var random = RandomStream(seed: 3, .sampling)
        let hashes = (0..<count).map { _ in random.next() }.sorted()
        let index = NGramIndex(hashes)
        for (place, hash) in hashes.enumerated() { #expect(index.place(of: hash) == Int32(place)) }
        for _ in 0..<1000 { #expect(index.place(of: random.next()) == nil) }
        #expect(index.place(of: 0) == nil && index.place(of: .max) == nil)
    }

    @Test("counts a text's known n-grams in one order, wherever they stand")
    func counts() {
        let known = ["good", "bad", "phone"].map { TokenHash.of($0) }.sorted()
        let index = NGramIndex(known)
        func counted(_ text: String) -> CountedNGrams {
            var list = TokenList()
            Tokenizer(TextSettings()).tokenize(ArraySlice(text.utf8), into: &list)
            var grams = CountedNGrams()
            index.count(list, upTo: 2, into: &grams)
            return grams
        }
        let one = counted("bad, good phone and a good day")
        let other = counted("a good and good day; phone: bad")
        #expect(one.places == [0, 1, 2])
        #expect(one.counts[Int(index.place(of: TokenHash.of("good")) ?? 0)] == 2)
        #expect(one.places == other.places && one.counts == other.counts)
    }
}
