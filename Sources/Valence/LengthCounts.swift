import Foundation
import ValenceEvaluation
import ValenceReports

/// How many reviews have how many words, and how many of them each model labels right.
struct LengthCounts {
    /// Longer reviews count as this long, but for the mean and the longest.
    private static let most = 20_000

    private var counts = [Int](repeating: 0, count: most + 1)
    /// For each model.
    private var correct: [[Int]]
    private var total = 0
    private var wordTotal = 0
    private var longest = 0

    init(modelCount: Int) {
        correct = Array(repeating: counts, count: modelCount)
    }

    mutating func add(wordCount: Int, isRight: [Bool]) {
        let place = min(wordCount, Self.most)
        counts[place] += 1
        for model in isRight.indices where isRight[model] { correct[model][place] += 1 }
        total += 1
        wordTotal += wordCount
        longest = max(longest, wordCount)
    }

    /// `nil` where there is no review.
    var summary: LengthSummary? {
        guard total > 0 else { return nil }
        let end = quantile(0.95)
        let width = Int(roundedLength(Double(end) * 1.15 / 20).rounded(.up))
        let binCount = min(max(1, end * 115 / 100 / width + 1), 24)
        let bins = (0..<binCount).map { bin in
            let from = bin * width + 1
            let to = bin + 1 < binCount ? from + width - 1 : Self.most
            // A text of white space alone is no review, but nobody loses it here.
            let range = (bin == 0 ? 0 : from)...max(from, to)
            return LengthSummary.Bin(
                from: from, to: bin + 1 < binCount ? to : nil, count: counts[range].reduce(0, +))
        }
        return LengthSummary(
            mean: Double(wordTotal) / Double(total), median: quantile(0.5), percentile95: end, longest: longest,
            bins: bins)
    }

    /// Five or six parts that hold about as many reviews, bounded by round numbers, the longest reviews apart.
    func tallies(model: Int) -> [Slice.Tally] {
        guard total > 0 else { return [] }
        var bounds: [Int] = []
        for share in [0.2, 0.4, 0.6, 0.8, 0.95] {
            let bound = Int(roundedLength(Double(quantile(share))).rounded())
            if bound > bounds.last ?? 0, bound < longest { bounds.append(bound) }
        }
        var tallies: [Slice.Tally] = []
        var from = 0
        for bound in bounds + [Self.most] {
            let name =
                bound == Self.most
                ? "over \(Numbers.count(from - 1)) words"
                : from == 0
                    ? "up to \(Numbers.count(bound)) words" : "\(Numbers.count(from)) to \(Numbers.count(bound)) words"
            let range = from...max(from, bound)
            tallies.append(
                Slice.Tally(
                    name: name, count: counts[range].reduce(0, +), correct: correct[model][range].reduce(0, +)))
            from = bound + 1
        }
        return tallies.filter { $0.count > 0 }
    }

    /// The least length that this share of the reviews does not exceed.
    private func quantile(_ share: Double) -> Int {
        let wanted = Int((share * Double(total)).rounded(.up))
        var seen = 0
        for (length, count) in counts.enumerated() {
            seen += count
            if seen >= wanted { return length }
        }
        return Self.most
    }

    /// The nearest length that is easy to say: 1, 1.5, 2, 2.5, 3, 4, 5, 6 or 8 times a power of ten; below 10 itself.
    private func roundedLength(_ length: Double) -> Double {
        guard length >= 10 else { return max(1, length) }
        let power = pow(10, floor(log10(length)))
        let steps = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10]
        return (steps.min { abs($0 * power - length) < abs($1 * power - length) } ?? 1) * power
    }
}
