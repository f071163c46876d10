import Foundation

/// The binomial distribution by way of the regularised incomplete beta function: P(X ≥ k) = I_p(k, n - k + 1).
package enum Binomial {
    /// The chance of at least `successes` in `trials`.
    package static func atLeast(_ successes: Int, of trials: Int, probability: Double) -> Double {
        if successes <= 0 { return 1 }
        if successes > trials { return 0 }
        return incompleteBeta(probability, Double(successes), Double(trials - successes + 1))
    }

    /// Clopper and Pearson's one-sided lower bound: the probability under which so many successes or more have the chance
    /// `risk`. 1934, doi:10.1093/biomet/26.4.404.
    package static func lowerBound(successes: Int, trials: Int, risk: Double) -> Double {
        guard successes > 0 else { return 0 }
        var (low, high) = (0.0, Double(successes) / Double(trials))
        // Halved until no number lies between: `high` is never under it, so that the bound is the limit from below.
        while true {
            let middle = (low + high) / 2
            guard middle > low, middle < high else { return low }
            if atLeast(successes, of: trials, probability: middle) <= risk { low = middle } else { high = middle }
        }
    }
}

/// I_x(a, b), the share of the beta distribution below x, by its continued fraction (NIST DLMF 8.17.22, evaluated from the
/// front as Lentz 1976 does), taken at the end where it converges fast.
package func incompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
    if x <= 0 { return 0 }
    if x >= 1 { return 1 }
    if x > (a + 1) / (a + b + 2) { return 1 - incompleteBeta(1 - x, b, a) }
    let front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)) / a

    let smallest = 1e-300
    func bounded(_ value: Double) -> Double { abs(value) < smallest ? smallest : value }
    var c = 1.0
    var d = 1 / bounded(1 - (a + b) * x / (a + 1))
    var fraction = d
    // About √max(a, b) steps are needed; the limit only guards against numbers that are none.
    for step in 1...100_000 {
        let m = Double(step)
        let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        d = 1 / bounded(1 + even * d)
        c = bounded(1 + even / c)
        fraction *= d * c
        let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        d = 1 / bounded(1 + odd * d)
        c = bounded(1 + odd / c)
        fraction *= d * c
        if abs(d * c - 1) < 1e-16 { break }
    }
    return front * fraction
}
