/// 95 % intervals of numbers that have no formula for one: macro-F1 and other functions of the confusion matrix.
///
/// The bootstrap's percentiles (Efron 1979, doi:10.1214/aos/1176344552): 2,000 seeded matrices, each drawn as the reviews
/// were, a multinomial with the cells' shares. Where all reviews are right every drawn matrix is, and the interval is one
/// point: it says that it saw no other, not that there is none.
public struct ResampledIntervals: Codable, Sendable, Equatable {
    public let macroF1: ConfidenceInterval?
    public let weightedF1: ConfidenceInterval?
    public let matthews: ConfidenceInterval?
    /// In the order of the labels.
    public let f1: [ConfidenceInterval?]
    /// For labels that are numbers only.
    public let meanAbsoluteError: ConfidenceInterval?
    public let quadraticKappa: ConfidenceInterval?

    public static let resampleCount = 2000

    public init(_ metrics: Metrics, seed: UInt64 = 1) {
        let labels = metrics.labels
        let intervals = metrics.confusion.resampledIntervals(seed: seed) { matrix in
            let classes = labels.indices.map { ClassMetrics($0, named: labels[$0], in: matrix) }
            let stars = StarMetrics(labels: labels, confusion: matrix)
            return [
                AverageMetrics.macro(classes).f1, AverageMetrics.weighted(classes).f1, matthewsCorrelation(matrix),
                stars?.meanAbsoluteError, stars?.quadraticKappa,
            ] + classes.map(\.f1)
        }
        (macroF1, weightedF1, matthews) = (intervals[0], intervals[1], intervals[2])
        (meanAbsoluteError, quadraticKappa) = (intervals[3], intervals[4])
        f1 = Array(intervals[5...])
    }
}

extension ConfusionMatrix {
    /// The 95 % intervals of any numbers that follow from the matrix; `nil` where the matrix itself does not define one.
    ///
    /// Resamples that leave a number undefined (no review of a rare class was drawn) say nothing of it and are left out.
    package func resampledIntervals(
        count: Int = ResampledIntervals.resampleCount, seed: UInt64 = 1, of numbers: (ConfusionMatrix) -> [Double?]
    ) -> [ConfidenceInterval?] {
        let own = numbers(self)
        var draws = SeededDraws(seed: seed)
        var values = own.map { _ in [Double]() }
        for _ in 0..<count {
            let drawn = ConfusionMatrix(classCount: classCount, counts: draws.multinomial(like: counts))
            for (place, value) in numbers(drawn).enumerated() {
                if let value { values[place].append(value) }
            }
        }
        return zip(own, values).map { $0 == nil ? nil : ConfidenceInterval(percentilesOf: $1) }
    }
}
