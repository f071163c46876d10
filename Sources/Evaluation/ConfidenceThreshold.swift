import Foundation

/// From which confidence on a wanted share of the answers is right, and how many reviews reach it.
///
/// Thresholds are the confidences of the surest 5 %, 6 %, … 100 % of the reviews (ties included), never fewer reviews than
/// can show the target at all. Each asks by the exact binomial test at 5 % whether more than the target is right from there
/// on; the first that cannot say so ends the sequence, and the one before it is the answer. Because they are asked in a
/// fixed order, all from high to low, the chance that the answer promises too much is 5 % for the whole sequence, not for
/// each step (Maurer, Hothorn & Lehmacher 1995; for classifiers Angelopoulos et al. 2021, arXiv:2110.01052).
public struct ConfidenceThreshold: Codable, Sendable, Equatable {
    public struct Reach: Codable, Sendable, Equatable {
        /// The least confidence of an answer that is trusted.
        public let confidence: Double
        /// How many reviews are at least that sure.
        public let count: Int
        /// Their share of all reviews.
        public let coverage: Double
        /// The share of them that is right.
        public let accuracy: Double
        /// Clopper and Pearson's one-sided 95 % bound of `accuracy` (1934, doi:10.1093/biomet/26.4.404): at least `target`.
        public let lowerBound: Double
    }

    /// The share of answers that shall be right.
    public let target: Double
    /// `nil` where no threshold can be shown to reach the target.
    public let reach: Reach?

    public static let usualTargets = [0.95, 0.98, 0.99]

    private static let risk = 0.05
    private static let firstPercent = 5

    /// One row a target.
    public static func table(
        of predictions: Predictions, targets: [Double] = usualTargets
    ) -> [ConfidenceThreshold] {
        let sweep = ScoreSweep(confidenceOf: predictions)
        return targets.map { ConfidenceThreshold(sweep, target: $0) }
    }

    init(_ sweep: ScoreSweep, target: Double) {
        precondition(target > 0 && target < 1, "a target of \(target), expected a share between 0 and 1")
        let n = sweep.count
        // With fewer, even a row of right answers could be chance: target^count > risk.
        let fewest = Int((log(Self.risk) / log(target)).rounded(.up))
        var best: Int?
        var percent = Self.firstPercent
        for step in sweep.scores.indices {
            let (right, covered) = (sweep.hits[step], sweep.hits[step] + sweep.misses[step])
            guard covered >= fewest, covered * 100 >= percent * n else { continue }
            guard Binomial.atLeast(right, of: covered, probability: target) <= Self.risk else { break }
            best = step
            percent = covered * 100 / n + 1
        }
        self.target = target
        reach = best.map { step in
            let (right, covered) = (sweep.hits[step], sweep.hits[step] + sweep.misses[step])
            return Reach(
                confidence: Double(sweep.scores[step]), count: covered, coverage: Double(covered) / Double(n),
                accuracy: Double(right) / Double(covered),
                lowerBound: Binomial.lowerBound(successes: right, trials: covered, risk: Self.risk))
        }
    }
}
