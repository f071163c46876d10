import Foundation
import ValenceText

/// Counts words by label in bounded memory: where too many different ones come, the rarest are forgotten, as in lossy
/// counting (Manku & Motwani 2002, doi:10.1016/B978-155860869-6/50038-X).
package struct WordCounts: Sendable {
    /// Different words kept at most.
    package static let limit = 1 << 17

    private let labelCount: Int
    private let limit: Int
    private var table = TokenTable()
    /// Shape [words, labels]: how many reviews of the label hold the word.
    private var counts: [Int32] = []
    /// The review that counted a word last.
    private var lastReview: [Int] = []
    /// Of each label.
    private var reviewCounts: [Int]

    package init(labelCount: Int, limit: Int = Self.limit) {
        self.labelCount = labelCount
        self.limit = limit
        reviewCounts = Array(repeating: 0, count: labelCount)
    }

    /// Counts each word of a review once, plain punctuation aside.
    package mutating func add(_ tokens: borrowing TokenList, label: Int) {
        reviewCounts[label] += 1
        let review = reviewCounts.reduce(0, +)
        for index in 0..<tokens.count where !tokens.isPlainPunctuation(index) {
            let word = Int(table.intern(tokens[index], hash: tokens.hashes[index]))
            if word == lastReview.count {
                lastReview.append(0)
                counts += Array(repeating: 0, count: labelCount)
            }
            if lastReview[word] == review { continue }
            lastReview[word] = review
            counts[word * labelCount + label] += 1
        }
        if table.count > limit { forgetRarest() }
    }

    /// Different words kept now.
    package var wordCount: Int { table.count }

    private func total(_ word: Int) -> Int {
        (0..<labelCount).reduce(0) { $0 + Int(counts[word * labelCount + $1]) }
    }

    /// Leaves half the limit at most.
    private mutating func forgetRarest() {
        let totals = (0..<table.count).map(total)
        var floor = 1
        while totals.count(where: { $0 > floor }) > limit / 2 { floor *= 2 }
        var (keptTable, keptCounts) = (TokenTable(), [Int32]())
        for (word, sum) in totals.enumerated() where sum > floor {
            _ = keptTable.intern(table[word], hash: table.hashes[word])
            keptCounts += counts[word * labelCount..<(word + 1) * labelCount]
        }
        (table, counts) = (keptTable, keptCounts)
        lastReview = Array(repeating: 0, count: table.count)
    }
}

/// A word that one label's reviews hold more often than the others'.
package struct TypicalWord: Sendable, Equatable {
    package let word: String
    /// Reviews of the label with the word, and others with it.
    package let count: Int
    package let countElsewhere: Int
    /// The log-odds ratio over its standard error.
    package let score: Double
}

extension WordCounts {
    /// How many reviews the prior stands for.
    private static let priorWeight = 100.0
    /// A score below it may be chance: of a thousand words that are typical of nothing, one.
    private static let leastScore = 3.1

    /// The words most typical of a label: log-odds ratios with an informative prior, over their standard error (Monroe,
    /// Colaresi & Quinn 2008, doi:10.1093/pan/mpn018).
    ///
    ///     ω = (y + α) / (n + α₀ − y − α)     score = (ln ω − ln ω') / √(1/(y+α) + 1/(n+α₀−y−α) + 1/(y'+α) + 1/(n'+α₀−y'−α))
    ///
    /// y of the label's n reviews hold the word, y' of the n' others; the prior α is its share of all reviews, times α₀.
    /// Reviews are counted, not tokens as in the paper: else a label of short reviews would have every common word.
    package func typical(of label: Int, count: Int) -> [TypicalWord] {
        let scored = scores(of: label).filter { $0.score >= Self.leastScore }.enumerated()
        return scored.sorted { ($0.element.score, $1.offset) > ($1.element.score, $0.offset) }.prefix(count)
            .map(\.element)
    }

    /// Every word's score for a label, in the order in which they came; none where it or the others have no review.
    package func scores(of label: Int) -> [TypicalWord] {
        let all = Double(reviewCounts.reduce(0, +))
        let n = Double(reviewCounts[label])
        guard n > 0, all > n else { return [] }
        let a0 = Self.priorWeight
        return (0..<table.count).map { word in
            let count = Int(counts[word * labelCount + label])
            let elsewhere = total(word) - count
            let a = a0 * Double(count + elsewhere) / all
            let (with, without) = (Double(count) + a, n + a0 - Double(count) - a)
            let (otherWith, otherWithout) = (Double(elsewhere) + a, all - n + a0 - Double(elsewhere) - a)
            let variance = 1 / with + 1 / without + 1 / otherWith + 1 / otherWithout
            // A word of all reviews is typical of none.
            let difference = without > 0 && otherWithout > 0 ? log(with / without) - log(otherWith / otherWithout) : 0
            return TypicalWord(
                word: String(decoding: table[word], as: UTF8.self), count: count, countElsewhere: elsewhere,
                score: difference / variance.squareRoot())
        }
    }
}
