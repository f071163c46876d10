/// How far off the predictions are where labels are numbers, as stars are.
public struct StarMetrics: Codable, Sendable, Equatable {
    /// Mean of |true - predicted|.
    public let meanAbsoluteError: Double
    /// The share of reviews predicted at most one off.
    public let withinOne: Double
    /// Agreement beyond chance where an error counts by the square of its distance d (Cohen 1968, doi:10.1037/h0026256):
    /// 1 - Σ d² n_tp / Σ d² n_t n_p / n. Undefined where all reviews are of one class and were predicted so.
    public let quadraticKappa: Double?

    /// `nil` unless every label is a number and there is a review.
    init?(labels: [String], confusion: ConfusionMatrix) {
        let values = labels.compactMap(decimal)
        guard values.count == labels.count, confusion.total > 0 else { return nil }
        var error = 0.0
        var near = 0
        var (squares, squaresByChance) = (0.0, 0.0)
        for truth in values.indices {
            for predicted in values.indices {
                let distance = abs(values[truth] - values[predicted])
                error += distance * Double(confusion[truth, predicted])
                if distance <= 1 { near += confusion[truth, predicted] }
                squares += distance * distance * Double(confusion[truth, predicted])
                squaresByChance +=
                    distance * distance * Double(confusion.support(truth)) * Double(confusion.predicted(predicted))
            }
        }
        meanAbsoluteError = error / Double(confusion.total)
        withinOne = Double(near) / Double(confusion.total)
        quadraticKappa = squaresByChance == 0 ? nil : 1 - squares * Double(confusion.total) / squaresByChance
    }
}

/// The number that `text` writes in plain decimal digits; "nan", "inf" and hexadecimal are names, not stars.
private func decimal(_ text: String) -> Double? {
    guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2E || $0 == 0x2D }) else { return nil }
    return Double(text)
}
