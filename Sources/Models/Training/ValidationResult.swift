import Foundation
import ValenceEvaluation

/// What validation reviews say of a model in training.
package struct ValidationResult: Codable, Sendable, Equatable {
    /// Mean log-loss, before any temperature.
    package let loss: Double
    package let accuracy: Double

    package init(loss: Double, accuracy: Double) {
        self.loss = loss
        self.accuracy = accuracy
    }

    /// - Parameter logits: shape [truth.count, labels.count], row-major.
    package init(logits: [Float], classCount: Int, truth: [Int]) {
        let rows = truth.indices.map { logits[$0 * classCount..<($0 + 1) * classCount] }
        var lossSum = 0.0
        var correct = 0
        for (row, label) in zip(rows, truth) {
            if mostProbable(row) == label { correct += 1 }
            let highest = Double(row.max() ?? 0)
            let total = row.reduce(0.0) { $0 + exp(Double($1) - highest) }
            lossSum += log(total) + highest - Double(row[row.startIndex + label])
        }
        self.init(loss: lossSum / Double(truth.count), accuracy: Double(correct) / Double(truth.count))
    }

    /// Higher accuracy is better; of equals, the lower loss.
    package func isBetter(than other: ValidationResult) -> Bool {
        accuracy != other.accuracy ? accuracy > other.accuracy : loss < other.loss
    }
}
