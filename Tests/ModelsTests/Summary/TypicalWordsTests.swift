import Foundation
import Testing
import ValenceModels
import ValenceText

@Suite("Typical words")
struct TypicalWordsTests {
    private static func add(_ text: String, _ label: Int, to counts: inout WordCounts) {
        var tokens = TokenList()
        Tokenizer(TextSettings()).tokenize(ArraySlice(text.utf8), into: &tokens)
        counts.add(tokens, label: label)
    }

    @Test("are those that one label's reviews hold, not those that all hold, each counted once a review")
    func typical() throws {
        var counts = WordCounts(labelCount: 2)
        for number in 0..<200 {
            let isGood = number % 2 == 0
            Self.add(
                "the film, the plot \(number % 7) was \(isGood ? "lovely lovely lovely" : "dull")", isGood ? 1 : 0,
                to: &counts)
        }
        let good = counts.typical(of: 1, count: 5)
        #expect(good.map(\.word) == ["lovely"])
        let lovely = try #require(good.first)
        #expect(lovely.count == 100 && lovely.countElsewhere == 0 && lovely.score > 5)
        #expect(counts.typical(of: 0, count: 5).map(\.word) == ["dull"])
    }

    @Test("have the score of the formula")
    func formula() throws {
        var counts = WordCounts(labelCount: 2)
        for number in 0..<300 { Self.add(number < 90 ? "good room" : "room", 1, to: &counts) }
        for number in 0..<100 { Self.add(number < 10 ? "good room" : "room", 0, to: &counts) }
        // y = 90 of n = 300, y' = 10 of n' = 100; α = 100 · 100 / 400 = 25.
        let expected = log(115.0 / 285 / (35.0 / 165)) / (1 / 115.0 + 1 / 285.0 + 1 / 35.0 + 1 / 165.0).squareRoot()
        let score = counts.scores(of: 1).first { $0.word == "good" }?.score
        #expect(abs(try #require(score) - expected) < 1e-9)
    }

    @Test("are not the common words of a label whose reviews are short, nor words of all reviews")
    func lengths() {
        var counts = WordCounts(labelCount: 2)
        for number in 0..<400 {
            let isShort = number % 2 == 0
            let common = number % 10 < 6 ? "and" : "or"
            Self.add(
                isShort
                    ? "it \(common)"
                    : "it \(common) " + (0..<50).map { "w\((number * 7 + $0) % 300)" }.joined(separator: " "),
                isShort ? 0 : 1, to: &counts)
        }
        #expect(counts.typical(of: 0, count: 5).isEmpty)
    }

    @Test("of a dump of ever new words are found in bounded memory")
    func bounded() {
        var counts = WordCounts(labelCount: 2, limit: 500)
        for number in 0..<3000 {
            Self.add(
                "word\(number) other\(number * 7) \(number % 3 == 0 ? "superb" : "x")", number % 3 == 0 ? 1 : 0,
                to: &counts)
        }
        #expect(counts.wordCount <= 501 + 3)
        #expect(counts.typical(of: 1, count: 3).map(\.word) == ["superb"])
    }

    @Test("of a label without reviews are none")
    func none() {
        var counts = WordCounts(labelCount: 2)
        #expect(counts.typical(of: 0, count: 3).isEmpty)
        Self.add("good", 1, to: &counts)
        #expect(counts.typical(of: 0, count: 3).isEmpty && counts.typical(of: 1, count: 3).isEmpty)
    }
}
