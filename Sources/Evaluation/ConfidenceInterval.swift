/// A range that covers the true value in 95 of 100 samples.
public struct ConfidenceInterval: Codable, Sendable, Equatable {
    public let lower: Double
    public let upper: Double

    public init(lower: Double, upper: Double) {
        self.lower = lower
        self.upper = upper
    }

    /// The 97.5 % point of the normal distribution.
    static let normalQuantile = 1.959_963_984_540_054

    /// The score interval of a proportion; `nil` where there are no trials.
    ///
    ///     (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n)
    ///
    /// Wilson 1927, doi:10.1080/01621459.1927.10502953.
    public static func wilson(successes: Int, trials: Int) -> ConfidenceInterval? {
        guard let p = share(successes, of: trials) else { return nil }
        return wilson(share: p, trials: trials)
    }

    /// The same for a share that need not be a whole number of successes.
    static func wilson(share p: Double, trials: Int) -> ConfidenceInterval {
        let n = Double(trials)
        let z = normalQuantile
        let centre = p + z * z / (2 * n)
        let half = z * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
        let scale = 1 + z * z / n
        return ConfidenceInterval(
            lower: p == 0 ? 0 : (centre - half) / scale,
            upper: p == 1 ? 1 : (centre + half) / scale)
    }
}
