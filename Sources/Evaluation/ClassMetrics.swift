/// How well one class was recognised.
///
///     precision = hits / predicted     undefined where the class was never predicted
///     recall    = hits / support       undefined where no review is of the class
///     F1        = 2 hits / (support + predicted)    undefined where both hold
public struct ClassMetrics: Codable, Sendable, Equatable {
    public let label: String
    public let precision: Double?
    public let recall: Double?
    public let f1: Double?
    /// Wilson's 95 % intervals.
    public let precisionInterval: ConfidenceInterval?
    public let recallInterval: ConfidenceInterval?
    /// How many reviews are of this class.
    public let support: Int

    init(_ label: Int, named name: String, in confusion: ConfusionMatrix) {
        let hits = confusion[label, label]
        let predicted = confusion.predicted(label)
        let support = confusion.support(label)
        self.label = name
        self.support = support
        precision = share(hits, of: predicted)
        recall = share(hits, of: support)
        precisionInterval = .wilson(successes: hits, trials: predicted)
        recallInterval = .wilson(successes: hits, trials: support)
        f1 = share(2 * hits, of: support + predicted)
    }
}

/// The classes' precision, recall and F1 in one number each.
///
/// A class for which a number is undefined takes no part in that average, as in scikit-learn with
/// `zero_division=nan`; an average over nothing is undefined. Where none of the classes that do take part has a review,
/// the weighted average is their plain one, again as there.
public struct AverageMetrics: Codable, Sendable, Equatable {
    public let precision: Double?
    public let recall: Double?
    public let f1: Double?

    /// Every class counts the same.
    static func macro(_ classes: [ClassMetrics]) -> AverageMetrics {
        AverageMetrics(classes, weights: classes.map { _ in 1 })
    }

    /// Every class counts by its support.
    static func weighted(_ classes: [ClassMetrics]) -> AverageMetrics {
        AverageMetrics(classes, weights: classes.map(\.support))
    }

    private init(_ classes: [ClassMetrics], weights: [Int]) {
        precision = mean(classes.map(\.precision), weights)
        recall = mean(classes.map(\.recall), weights)
        f1 = mean(classes.map(\.f1), weights)
    }
}

/// The weighted mean of the values that are defined; their plain mean where all of them weigh nothing.
private func mean(_ values: [Double?], _ weights: [Int]) -> Double? {
    let defined = zip(values, weights).compactMap { value, weight in value.map { ($0, Double(weight)) } }
    if defined.isEmpty { return nil }
    let whole = defined.reduce(0) { $0 + $1.1 }
    if whole == 0 { return defined.reduce(0) { $0 + $1.0 } / Double(defined.count) }
    return defined.reduce(0) { $0 + $1.0 * $1.1 } / whole
}
