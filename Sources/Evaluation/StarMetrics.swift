/// How far off the predictions are where labels are numbers, as stars are.
public struct StarMetrics: Codable, Sendable, Equatable {
    /// Mean of |true - predicted|.
    public let meanAbsoluteError: Double
    /// The share of reviews predicted at most one off.
    public let withinOne: Double

    /// `nil` unless every label is a number and there is a review.
    init?(labels: [String], confusion: ConfusionMatrix) {
        let values = labels.compactMap(decimal)
        guard values.count == labels.count, confusion.total > 0 else { return nil }
        var error = 0.0
        var near = 0
        for truth in values.indices {
            for predicted in values.indices {
                let distance = abs(values[truth] - values[predicted])
                error += distance * Double(confusion[truth, predicted])
                if distance <= 1 { near += confusion[truth, predicted] }
            }
        }
        meanAbsoluteError = error / Double(confusion.total)
        withinOne = Double(near) / Double(confusion.total)
    }
}

/// The number that `text` writes in plain decimal digits; "nan", "inf" and hexadecimal are names, not stars.
private func decimal(_ text: String) -> Double? {
    guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2E || $0 == 0x2D }) else { return nil }
    return Double(text)
}
