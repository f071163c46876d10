import Foundation
import Testing
import ValenceModels
import ValenceText

@Suite("The texts a model has seen")
struct SeenTextsTests {
    /// Thirty reviews of twenty words, and a copy of each.
    private static func words(_ review: Int) -> [String] { (0..<20).map { "w\(review)x\($0)" } }
    private static let texts = (0..<30).map { words($0).joined(separator: " ") }

    private func tokens(_ text: String) -> TokenList {
        var list = TokenList()
        Tokenizer(TextSettings()).tokenize(ArraySlice(text.utf8), into: &list)
        return list
    }

    private func seen(limit: Int = SeenTexts.limit, threads: Int = 1) -> SeenTexts {
        let corpus = samples((Self.texts + Self.texts).enumerated().map { ($1, $0 % 2 == 0 ? "a" : "b") })
        let fingerprints = (0..<corpus.count).map { Fingerprint.of(corpus.tokenList($0)) }
        return SeenTexts(of: corpus, fingerprints: fingerprints, limit: limit, threads: threads)
    }

    @Test("are told from near duplicates and from new texts")
    func match() {
        let index = seen().index()
        #expect(index.match(tokens(Self.texts[7].uppercased() + " ,")) == .copy)
        let changed = (Self.words(7).dropLast() + ["other"]).joined(separator: " ")
        #expect(index.match(tokens(changed)) == .nearDuplicate)
        #expect(index.match(tokens(Self.texts[7] + " !")) == .nearDuplicate)
        #expect(index.match(tokens("a review of nothing that was ever seen before")) == nil)
    }

    @Test("stand once each, and are the same for any number of threads")
    func once() {
        #expect(seen().count == 30 && seen().distinctCount == 30)
        #expect(seen(threads: 2) == seen())
    }

    @Test("are thinned evenly where there are too many, and say so")
    func limited() {
        let some = seen(limit: 10)
        #expect(some.count == 10 && some.distinctCount == 30)
        let index = some.index()
        let found = Self.texts.indices.filter { index.match(tokens(Self.texts[$0])) == .copy }
        #expect(found == stride(from: 0, to: 30, by: 3).map { $0 })
    }

    @Test("come back from a file as they were, and a file without them has none")
    func file() throws {
        var writer = TensorFileWriter()
        #expect(try SeenTexts(from: TensorFile(path: "m", content: Data(writer.encoded()))) == nil)
        seen(limit: 10).save(to: &writer)
        let bytes = writer.encoded()
        #expect(try SeenTexts(from: TensorFile(path: "m", content: Data(bytes))) == seen(limit: 10))
        #expect(bytes.count < 10 * 72 + 400)
    }

    @Test("are refused where their tables contradict each other")
    func damaged() {
        for (distinct, words) in [([Int64(1)], 9), ([0], 8), ([1, 1], 8), ([], 8)] {
            var writer = TensorFileWriter()
            writer.add("seen.distinct", table: distinct)
            writer.add("seen.fingerprints", table: [UInt64(7)])
            writer.add("seen.minhashes", table: [UInt64](repeating: 1, count: words))
            #expect(throws: ModelsError.self) {
                try SeenTexts(from: TensorFile(path: "m", content: Data(writer.encoded())))
            }
        }
    }
}
