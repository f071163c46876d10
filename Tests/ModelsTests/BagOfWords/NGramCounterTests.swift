import Testing
import ValenceModels
import ValenceText

@Suite("The n-gram counter")
struct NGramCounterTests {
    /// 1,200 reviews of made-up words: several chunks, several shards.
    private static let many: Corpus = samples(
        (0..<1200).map { review in
            let words = (0..<60).map { "w\((review * 31 + $0 * $0 * 7 + $0) % 997)" }
            return (words.joined(separator: review % 3 == 0 ? ", " : " "), "\(review % 2)")
        })

    @Test("gives each review's n-grams in enough reviews, as a plain count does", arguments: [1, 2])
    func plainCount(threads: Int) {
        let corpus = Self.many
        let counted = 1000
        var expected: [[UInt64: Int]] = []
        var frequencies: [UInt64: Int] = [:]
        for review in 0..<corpus.count {
            var grams: [UInt64] = []
            NGrams.append(tokens: corpus.tokenList(review), upTo: 3, skippingPlainPunctuation: true, into: &grams)
            let counts = Dictionary(grams.map { ($0, 1) }, uniquingKeysWith: +)
            expected.append(counts)
            if review < counted { for gram in counts.keys { frequencies[gram, default: 0] += 1 } }
        }
        let matrix = NGramCounter(corpus, length: 3, minimumCount: 2, threads: threads)
            .matrix(of: Array(0..<corpus.count), counted: counted)
        #expect(matrix.hashes == frequencies.filter { $0.value >= 2 }.keys.sorted())
        for review in 0..<corpus.count {
            let entries = matrix.entries(of: review)
            let found = entries.map { (matrix.hashes[Int(matrix.columns[$0])], Int(matrix.counts[$0])) }
            let wanted = expected[review].filter { frequencies[$0.key, default: 0] >= 2 }
                .sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
            #expect(found.elementsEqual(wanted, by: ==), "review \(review)")
        }
    }

    @Test("counts runs of characters beside them")
    func characters() {
        let corpus = samples([("good, (goodness)", "a"), ("bad", "b"), ("goods .", "a")])
        func plain(_ review: Int) -> [UInt64: Int] {
            let tokens = corpus.tokenList(review)
            var grams: [UInt64] = []
            NGrams.append(tokens: tokens, upTo: 2, skippingPlainPunctuation: true, into: &grams)
            for token in 0..<tokens.count where !tokens.isPlainPunctuation(token) {
                NGrams.appendCharacters(of: tokens[token], upTo: 3, into: &grams)
            }
            return Dictionary(grams.map { ($0, 1) }, uniquingKeysWith: +)
        }
        let matrix = NGramCounter(corpus, length: 2, characters: 3, minimumCount: 1, threads: 2)
            .matrix(of: [0, 1, 2], counted: 3)
        for review in 0..<3 {
            let entries = matrix.entries(of: review)
            let found = entries.map { (matrix.hashes[Int(matrix.columns[$0])], Int(matrix.counts[$0])) }
            #expect(Dictionary(uniqueKeysWithValues: found) == plain(review))
        }
    }

    @Test("gives a row without entries to a review without words")
    func empty() {
        let corpus = samples([("good", "a"), ("", "b"), ("good . ;", "a")])
        let matrix = NGramCounter(corpus, length: 2, minimumCount: 1, threads: 1).matrix(of: [0, 1, 2], counted: 3)
        #expect(matrix.starts == [0, 1, 1, 2])
        #expect(matrix.counts == [1, 1])
    }
}
