import Foundation

/// p_k = exp(z_k / T) / Σ_j exp(z_j / T) for every row of logits of shape [rows, classCount].
///
/// Computed in Double from the row's largest logit down, so that no logit overflows; rounded to Float once. A row depends
/// on itself alone, to the bit.
package func softmax(_ logits: [Float], classCount: Int, temperature: Float = 1) -> [Float] {
    precondition(classCount > 0 && logits.count % classCount == 0, "\(logits.count) logits for \(classCount) classes")
    precondition(temperature > 0, "temperature \(temperature) is not positive")
    var probabilities: [Float] = []
    probabilities.reserveCapacity(logits.count)
    var row = [Double](repeating: 0, count: classCount)
    for start in stride(from: 0, to: logits.count, by: classCount) {
        let largest = logits[start..<(start + classCount)].reduce(-Float.infinity, max)
        var sum = 0.0
        for k in 0..<classCount {
            row[k] = exp((Double(logits[start + k]) - Double(largest)) / Double(temperature))
            sum += row[k]
        }
        for k in 0..<classCount { probabilities.append(Float(row[k] / sum)) }
    }
    return probabilities
}

/// The probabilities of one review from its logits.
package func softmax(_ logits: [Float], temperature: Float = 1) -> [Float] {
    softmax(logits, classCount: logits.count, temperature: temperature)
}
