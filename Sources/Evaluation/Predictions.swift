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
        precondition(
            truth.allSatisfy(labels.indices.contains) && predicted.allSatisfy(labels.indices.contains),
            "a class index outside 0..<\(labels.count)")
        self.labels = labels
        self.truth = truth
        self.predicted = predicted
        self.probabilities = probabilities
    }

    /// Predicts the most probable class of each review (the first of equals) from logits of shape [truth.count, C].
    package init(labels: [String], truth: [Int], logits: [Float], temperature: Float) {
        self.init(
            labels: labels, truth: truth,
            probabilities: softmax(logits, classCount: labels.count, temperature: temperature))
    }

    /// Predicts the most probable class of each review, the first of equals.
    package init(labels: [String], truth: [Int], probabilities: [Float]) {
        let predicted = truth.indices.map { review in
            mostProbable(probabilities[(review * labels.count)..<((review + 1) * labels.count)])
        }
        self.init(labels: labels, truth: truth, predicted: predicted, probabilities: probabilities)
    }

    package var count: Int { truth.count }

    /// The share that the model gave to class `label` of review `review`.
    package func probability(_ review: Int, _ label: Int) -> Double {
        Double(probabilities[review * labels.count + label])
    }

    /// The probability of the class that was predicted.
    package func confidence(_ review: Int) -> Double {
        probability(review, predicted[review])
    }
}

/// The place of the largest value, the first of equals; 0 where there is none.
package func mostProbable(_ row: ArraySlice<Float>) -> Int {
    var best = row.startIndex
    for index in row.indices where row[index] > row[best] { best = index }
    return best - row.startIndex
}
