import ValenceEvaluation

/// A review that a model got wrong.
public struct Mistake: Codable, Sendable, Equatable {
    /// Where it stands: `test.csv:1042`.
    public var place: String?
    public var text: String
    public var truth: String
    public var predicted: String
    /// The probability that the model gave to its answer.
    public var confidence: Double

    public init(place: String? = nil, text: String, truth: String, predicted: String, confidence: Double) {
        self.place = place
        self.text = text
        self.truth = truth
        self.predicted = predicted
        self.confidence = confidence
    }

    /// The numbers of the wrongly labelled reviews of highest confidence, the earlier of equals first: the only ones whose
    /// text a report needs.
    public static func mostConfident(in predictions: Predictions, limit: Int = 20) -> [Int] {
        let wrong = predictions.truth.indices.filter { predictions.predicted[$0] != predictions.truth[$0] }
        let sorted = wrong.sorted {
            let (one, other) = (predictions.confidence($0), predictions.confidence($1))
            return one == other ? $0 < $1 : one > other
        }
        return Array(sorted.prefix(limit))
    }
}
