import Foundation
import Testing
import ValenceModels

@Suite("Statistics of texts")
struct TextStatisticsTests {
    @Test("count labels, lengths and unknown words")
    func counts() throws {
        var statistics = TextStatistics(labelCount: 2)
        for length in [0, 1, 5, 5, 100, 9999] { statistics.add(label: length % 2, tokenCount: length) }
        statistics.add(label: nil, tokenCount: 100)
        statistics.add(UnknownWords(count: 10, unknown: 1))
        statistics.add(UnknownWords(count: 30, unknown: 0))
        #expect(statistics.count == 7 && statistics.labelCounts == [2, 4])
        #expect(statistics.lengthCounts.reduce(0, +) == 7)
        for (edge, count) in [(0, 1), (1, 1), (4, 2), (91, 2), (4096, 1)] {
            let bin = try #require(TextStatistics.lengthEdges.firstIndex(of: edge))
            #expect(statistics.lengthCounts[bin] == count, "from \(edge) tokens")
        }
        #expect(statistics.meanLength == 10_210.0 / 7)
        #expect(statistics.unknownShare == 1.0 / 40)
    }

    @Test("quantiles of lengths lie where the lengths do, to the width of a bin")
    func quantiles() throws {
        var statistics = TextStatistics(labelCount: 1)
        for length in 0..<1000 { statistics.add(label: 0, tokenCount: length) }
        for share in [0.05, 0.25, 0.5, 0.75, 0.95] {
            let found = try #require(statistics.lengthQuantile(share))
            #expect(abs(found - share * 1000) < 50, "\(share): \(found)")
        }
    }

    @Test("without a review, or a word, are undefined")
    func empty() {
        let statistics = TextStatistics(labelCount: 2)
        #expect(statistics.meanLength == nil && statistics.unknownShare == nil && statistics.lengthQuantile(0.5) == nil)
    }
}
