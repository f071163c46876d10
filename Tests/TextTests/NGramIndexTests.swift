import Testing
import ValenceText

@Suite("The n-gram index")
struct NGramIndexTests {
    /// Hashes spread over all 64 bits, ascending.
    private static func hashes(_ count: Int) -> [UInt64] {
        (0..<count).map { TokenHash.of("word \($0)") }.sorted()
    }

    private static func tokens(_ text: String) -> TokenList {
        var list = TokenList()
        Tokenizer(TextSettings()).tokenize(ArraySlice(text.utf8), into: &list)
        return list
    }

    private static func counted(_ places: inout NGramPlaces) -> [[Int]] {
        var counts: [[Int]] = []
        places.forEachCounted { counts.append([Int($0), $1]) }
        return counts
    }

    @Test("finds every hash at its place and no other", arguments: [0, 1, 2, 3, 1000, 50_000])
    func places(count: Int) {
        let hashes = Self.hashes(count)
        let index = NGramIndex(hashes)
        for (place, hash) in hashes.enumerated() {
            #expect(index.place(of: hash) == Int32(place))
            #expect(index.place(of: hash ^ 1) == nil && index.place(of: hash ^ 1 << 63) == nil)
        }
        #expect(index.place(of: 0) == nil && index.place(of: .max) == nil)
    }

    @Test("tells neighbouring hashes apart, however many lie together")
    func crowded() {
        let hashes = (0..<300).map { 0x7000_0000_0000_0000 + UInt64($0) * 2 } + [.max - 2, .max]
        let index = NGramIndex(hashes)
        for (place, hash) in hashes.enumerated() {
            #expect(index.place(of: hash) == Int32(place))
            #expect(index.place(of: hash - 1) == nil)
        }
    }

    @Test("finds a text's known n-grams once for every occurrence, of one token first")
    func occurrences() {
        let goodDay = NGrams.combine(TokenHash.of("good"), TokenHash.of("day"))
        let known = (["good", "bad", "phone"].map { TokenHash.of($0) } + [goodDay]).sorted()
        let index = NGramIndex(known)
        func place(_ hash: UInt64) -> Int32 { Int32(known.firstIndex(of: hash) ?? -1) }
        let (good, bad, phone) = (
            place(TokenHash.of("good")), place(TokenHash.of("bad")), place(TokenHash.of("phone"))
        )
        var places = NGramPlaces()
        index.find(Self.tokens("bad, good phone and a good day"), upTo: 2, into: &places)
        #expect(Array(places.found) == [bad, good, phone, good, place(goodDay)])
        #expect(Self.counted(&places) == (0..<4).map { [$0, $0 == good ? 2 : 1] })

        index.find(Self.tokens("nothing known"), upTo: 2, into: &places)
        #expect(places.found.isEmpty && Self.counted(&places).isEmpty)
        index.find(Self.tokens(""), upTo: 2, into: &places)
        #expect(places.found.isEmpty)
    }

    @Test("leaves each place once, in every text anew")
    func repeated() {
        let words = (0..<200).map { "w\($0)" }
        let index = NGramIndex(words.map { TokenHash.of($0) }.sorted())
        var places = NGramPlaces()
        for text in [words + words.reversed(), Array(words[..<70]) + ["w3", "other"], words] {
            index.find(Self.tokens(text.joined(separator: " ")), upTo: 3, into: &places)
            var expected: [Int32] = []
            for place in places.found where !expected.contains(place) { expected.append(place) }
            #expect(places.found.count == text.count { words.contains($0) })
            places.removeRepeated(of: index)
            #expect(Array(places.found) == expected)
        }
    }
}
