import ValenceEvaluation

/// What validation reviews say of a model in training.
package struct ValidationResult: Sendable, Equatable {
    /// Mean log-loss, before any temperature.
    package let loss: Double
    package let accuracy: Double

    package init(loss: Double, accuracy: Double) {
        self.loss = loss
        self.accuracy = accuracy
    }

    /// - Parameter logits: shape [truth.count, classCount], row-major.
    package init(logits: [Float], classCount: Int, truth: [Int]) {
        var lossSum = 0.0
        var correct = 0
        for (row, label) in truth.enumerated() {
            let values = logits[row * classCount..<(row + 1) * classCount]
            if mostLikely(values) == label { correct += 1 }
            lossSum += logLoss(values, label: label)
        }
        self.init(loss: lossSum / Double(truth.count), accuracy: Double(correct) / Double(truth.count))
    }

    /// Higher accuracy is better; of equals, the lower loss.
    package func isBetter(than other: ValidationResult) -> Bool {
        accuracy != other.accuracy ? accuracy > other.accuracy : loss < other.loss
    }
}
