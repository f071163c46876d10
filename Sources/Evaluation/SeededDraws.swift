import Foundation

/// Random numbers for resampling: the same for the same seed on every machine (SplitMix64, Steele, Lea & Flood 2014,
/// doi:10.1145/2660193.2660195).
package struct SeededDraws {
    private var state: UInt64

    package init(seed: UInt64) {
        state = seed
    }

    /// Even between 0 and 1, 1 excluded.
    package mutating func uniform() -> Double {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return Double((z ^ (z >> 31)) >> 11) * 0x1p-53
    }

    /// How many of `trials` succeed.
    ///
    /// Inversion from the likeliest number outwards, up and down in turn: about as many steps as the distribution is wide.
    package mutating func binomial(trials: Int, probability p: Double) -> Int {
        guard trials > 0, p > 0 else { return 0 }
        guard p < 1 else { return trials }
        let n = Double(trials)
        let mode = min(Int((n + 1) * p), trials)
        let odds = p / (1 - p)
        let m = Double(mode)
        let ways: Double = lgamma(n + 1) - lgamma(m + 1) - lgamma(n - m + 1)
        let highest: Double = exp(ways + m * log(p) + (n - m) * log1p(-p))
        var left = uniform() - highest
        var (up, down) = (mode, mode)
        var (upWeight, downWeight) = (highest, highest)
        while left >= 0, up < trials || down > 0 {
            if up < trials {
                let ratio: Double = Double(trials - up) / Double(up + 1)
                upWeight *= odds * ratio
                up += 1
                left -= upWeight
                if left < 0 { return up }
            }
            if down > 0 {
                let ratio: Double = Double(down) / Double(trials - down + 1)
                downWeight *= ratio / odds
                down -= 1
                left -= downWeight
                if left < 0 { return down }
            }
            // What rounding left of the whole probability: beyond this, nothing can be drawn.
            if upWeight < 1e-300, downWeight < 1e-300 { break }
        }
        return mode
    }

    /// How often each of the cells comes up in as many draws as `counts` holds, each with the probability of its share.
    package mutating func multinomial(like counts: [Int]) -> [Int] {
        var draws = counts.reduce(0, +)
        var rest = draws
        return counts.map { count in
            guard rest > 0, draws > 0 else { return 0 }
            let drawn = binomial(trials: draws, probability: Double(count) / Double(rest))
            rest -= count
            draws -= drawn
            return drawn
        }
    }
}

/// The value below which a share of the sorted values lies, between neighbours in proportion (as numpy's percentile).
package func quantile(_ share: Double, ofSorted values: [Double]) -> Double? {
    guard let last = values.last else { return nil }
    let place = share * Double(values.count - 1)
    let below = Int(place)
    guard below + 1 < values.count else { return last }
    return values[below] + (place - Double(below)) * (values[below + 1] - values[below])
}

extension ConfidenceInterval {
    /// The 95 % percentile interval of resampled values; `nil` of none.
    package init?(percentilesOf values: [Double]) {
        let sorted = values.sorted()
        guard let lower = quantile(0.025, ofSorted: sorted), let upper = quantile(0.975, ofSorted: sorted) else {
            return nil
        }
        self.init(lower: lower, upper: upper)
    }
}
