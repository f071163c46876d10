import Foundation

/// Two models judged on the same reviews: who is more often right, and can that be chance?
///
/// Only the reviews that one model alone gets right say anything of the difference.
public struct PairedComparison: Codable, Sendable, Equatable {
    public let bothRight: Int
    public let onlyFirstRight: Int
    public let onlySecondRight: Int
    public let bothWrong: Int

    public init(bothRight: Int, onlyFirstRight: Int, onlySecondRight: Int, bothWrong: Int) {
        self.bothRight = bothRight
        self.onlyFirstRight = onlyFirstRight
        self.onlySecondRight = onlySecondRight
        self.bothWrong = bothWrong
    }

    /// Counts who is right where. Both must have judged the same reviews; their labels may stand in another order.
    public init(_ first: Predictions, _ second: Predictions) {
        precondition(first.count == second.count, "\(first.count) reviews against \(second.count)")
        var counts = (both: 0, first: 0, second: 0, none: 0)
        for review in first.truth.indices {
            let label = first.labels[first.truth[review]]
            precondition(label == second.labels[second.truth[review]], "review \(review) has two true labels")
            let right = (
                first.predicted[review] == first.truth[review], second.predicted[review] == second.truth[review]
            )
            switch right {
            case (true, true): counts.both += 1
            case (true, false): counts.first += 1
            case (false, true): counts.second += 1
            case (false, false): counts.none += 1
            }
        }
        self.init(
            bothRight: counts.both, onlyFirstRight: counts.first, onlySecondRight: counts.second,
            bothWrong: counts.none)
    }

    public var total: Int { bothRight + onlyFirstRight + onlySecondRight + bothWrong }

    /// Accuracy of the first less that of the second.
    public var difference: Double? {
        total == 0 ? nil : Double(onlyFirstRight - onlySecondRight) / Double(total)
    }

    /// The chance of a split at least as uneven if neither model were better: the exact, two-sided McNemar test, a
    /// binomial test of b against c reviews with p = 1/2. McNemar 1947, doi:10.1007/BF02295996.
    public var pValue: Double {
        let n = onlyFirstRight + onlySecondRight
        let fewer = min(onlyFirstRight, onlySecondRight)
        if 2 * fewer == n { return 1 }
        // The largest term of the tail, then downwards by the ratio of neighbours.
        var term = exp(
            lgamma(Double(n + 1)) - lgamma(Double(fewer + 1)) - lgamma(Double(n - fewer + 1)) - Double(n) * log(2))
        var tail = 0.0
        var k = fewer
        while term > tail * 1e-18 {
            tail += term
            if k == 0 { break }
            term *= Double(k) / Double(n - k + 1)
            k -= 1
        }
        return min(1, 2 * tail)
    }

    /// The 95 % interval of `difference`, with the models' agreement taken into account: method 10 of Newcombe 1998,
    /// doi:10.1002/(SICI)1097-0258(19981130)17:22<2635::AID-SIM954>3.0.CO;2-C.
    public var differenceInterval: ConfidenceInterval? {
        guard let difference,
            let first = ConfidenceInterval.wilson(successes: bothRight + onlyFirstRight, trials: total),
            let second = ConfidenceInterval.wilson(successes: bothRight + onlySecondRight, trials: total)
        else { return nil }
        let p1 = Double(bothRight + onlyFirstRight) / Double(total)
        let p2 = Double(bothRight + onlySecondRight) / Double(total)
        return ConfidenceInterval(
            lower: difference - distance(p1 - first.lower, second.upper - p2),
            upper: difference + distance(first.upper - p1, p2 - second.lower))
    }

    /// √(x² - 2φxy + y²)
    private func distance(_ x: Double, _ y: Double) -> Double {
        max(0, x * x - 2 * agreement * x * y + y * y).squareRoot()
    }

    /// φ = (ad - bc) / √((a+b)(c+d)(a+c)(b+d)), its numerator drawn towards 0 by n/2 where it is positive.
    private var agreement: Double {
        let a = Double(bothRight)
        let b = Double(onlyFirstRight)
        let c = Double(onlySecondRight)
        let d = Double(bothWrong)
        let spread = ((a + b) * (c + d)).squareRoot() * ((a + c) * (b + d)).squareRoot()
        guard spread > 0 else { return 0 }
        let cross = a * d - b * c
        return (cross > 0 ? max(cross - Double(total) / 2, 0) : cross) / spread
    }
}
