/// What a model said of labelled reviews: all that an evaluation needs.
public struct Predictions: Sendable {
    /// The classes, in the order of `probabilities`' columns.
    public let labels: [String]
    /// The true class of each review, as an index into `labels`.
    public let truth: [Int]
    /// The predicted class of each review.
    public let predicted: [Int]
    /// Shape [truth.count, labels.count], row-major.
    public let probabilities: [Float]

    public init(labels: [String], truth: [Int], predicted: [Int], probabilities: [Float]) {
        precondition(predicted.count == truth.count, "\(predicted.count) predictions for \(truth.count) reviews")
        precondition(
            probabilities.count == truth.count * labels.count,
            "\(probabilities.count) probabilities for \(truth.count) reviews and \(labels.count) classes")
        self.labels = labels
        self.truth = truth
        self.predicted = predicted
        self.probabilities = probabilities
    }
}
