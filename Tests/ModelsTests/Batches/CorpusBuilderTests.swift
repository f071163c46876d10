import Foundation
import Testing
import ValenceModels
import ValenceReviews
import ValenceText

@Suite("The corpus builder")
struct CorpusBuilderTests {
    private func build(_ table: String, threads: Int = 1) throws -> (corpus: Corpus, fingerprints: [UInt64]) {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("valence-\(UUID().uuidString).csv")
        defer { try? FileManager.default.removeItem(at: url) }
        try Data(table.utf8).write(to: url)
        var builder = CorpusBuilder(textSettings: TextSettings(), threads: threads)
        let reader = try ReviewReader([url.path], options: ReadingOptions(), needsLabel: true)
        try builder.add(reader, isCancelled: { false }, onRead: { _ in })
        return try builder.finish()
    }

    private func words(_ corpus: Corpus, _ review: Int) -> [String] {
        let list = corpus.tokenList(review)
        return (0..<list.count).map { String(decoding: list[$0], as: UTF8.self) }
    }

    @Test("keeps usable reviews in order, and leaves out those without a text or a label")
    func order() throws {
        let (corpus, fingerprints) = try build("text,label\nwarm film,5\n,4\ncold film,1\nno label,\nwarm,5\n")
        #expect(corpus.count == 3 && fingerprints.count == 3)
        #expect((0..<3).map { words(corpus, $0) } == [["warm", "film"], ["cold", "film"], ["warm"]])
        #expect(corpus.table.count == 3)
    }

    @Test("numbers the labels in their final order, whatever order they were met in")
    func labels() throws {
        let (corpus, _) = try build("text,label\na,5\nb,1\nc,10\nd,1\ne,2\n")
        #expect(corpus.labelNames == ["1", "2", "5", "10"])
        #expect(corpus.labels == [2, 0, 3, 0, 1])
    }

    @Test("gives copies of one text one fingerprint, also where only markup and spaces differ")
    func fingerprints() throws {
        let (_, prints) = try build("text,label\na warm film,1\na <b>warm</b>  film,2\na cold film,2\n")
        #expect(prints[0] == prints[1])
        #expect(prints[0] != prints[2])
    }

    @Test("builds the same corpus on one thread and on three")
    func threads() throws {
        let rows = (0..<1500).map { "film \($0 % 700) of \($0 % 13),\($0 % 3)" }
        let table = "text,label\n" + rows.joined(separator: "\n") + "\n"
        let (one, three) = (try build(table), try build(table, threads: 3))
        #expect(one.corpus.tokens == three.corpus.tokens && one.corpus.ends == three.corpus.ends)
        #expect(one.corpus.labels == three.corpus.labels && one.fingerprints == three.fingerprints)
        #expect(words(one.corpus, 1499) == ["film", "99", "of", "4"])
        // Numbers follow the order in which tokens are first met, over the ends of blocks too.
        var highest: Int32 = -1
        #expect(
            one.corpus.tokens.allSatisfy { token in
                defer { highest = max(highest, token) }
                return token <= highest + 1
            })
    }
}
