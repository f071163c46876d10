import Foundation

extension Predictions {
    /// What the model would say without the temperature T that its logits were divided by.
    ///
    /// From p ∝ exp(z / T) follows p^T ∝ exp(z), so the logits themselves are not needed. The predicted classes stay.
    public func withoutTemperature(_ temperature: Double) -> Predictions {
        precondition(temperature > 0, "temperature \(temperature) is not positive")
        let classCount = labels.count
        var before: [Float] = []
        before.reserveCapacity(probabilities.count)
        for start in stride(from: 0, to: probabilities.count, by: max(classCount, 1)) {
            let row = probabilities[start..<start + classCount]
            let largest = Double(row.max() ?? 1)
            let powers = row.map { pow(Double($0) / largest, temperature) }
            let sum = powers.reduce(0, +)
            before += powers.map { Float($0 / sum) }
        }
        return Predictions(labels: labels, truth: truth, predicted: predicted, probabilities: before)
    }
}
