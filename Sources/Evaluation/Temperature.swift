import Foundation

/// One number that makes a model as confident as it is right: logits are divided by it before the softmax.
///
/// It changes no label, only how sure the model claims to be. Guo et al. 2017, arXiv:1706.04599.
package enum Temperature {
    /// What a fit may answer.
    package static let range: ClosedRange<Float> = 0.05...100

    /// The temperature T with the least log-loss of softmax(z / T) on labelled reviews.
    ///
    /// In β = 1/T the mean log-loss is convex, with slope mean(E_β[z] - z_true) and curvature mean(Var_β[z]): Newton's
    /// steps towards slope 0, halving the bracket wherever a step would leave it.
    /// - Parameters:
    ///   - logits: Shape [truth.count, classCount], row-major. Rows that are not finite are left out.
    ///   - truth: The true class of each row.
    /// - Returns: 1 where the reviews set no bound: there are none, every one is right (any sharpening would pay), or no
    ///   logit differs from another; the nearest end of `range` where the best lies beyond it.
    package static func fit(logits: [Float], classCount: Int, truth: [Int]) -> Float {
        precondition(
            logits.count == truth.count * classCount,
            "\(logits.count) logits for \(truth.count) reviews and \(classCount) classes")
        let rows = margins(logits, classCount, truth)
        guard rows.contains(where: { $0 != 0 }) else { return 1 }
        // All margins at or below 0: every review is right, and the loss falls for ever as β grows.
        guard rows.contains(where: { $0 > 0 }) else { return 1 }

        var low = 1 / Double(range.upperBound)
        var high = 1 / Double(range.lowerBound)
        if slope(rows, classCount, low).first >= 0 { return range.upperBound }
        if slope(rows, classCount, high).first <= 0 { return range.lowerBound }
        var beta = 1.0
        for _ in 0..<200 {
            let (first, second) = slope(rows, classCount, beta)
            if first > 0 { high = beta } else { low = beta }
            var next = beta - first / second
            if !(next > low && next < high) { next = (low + high) / 2 }
            if abs(next - beta) <= 1e-12 * beta { break }
            beta = next
        }
        return Float(1 / beta)
    }

    /// Every finite row's logits, less the logit of its true class.
    private static func margins(_ logits: [Float], _ classCount: Int, _ truth: [Int]) -> [Double] {
        var rows: [Double] = []
        rows.reserveCapacity(logits.count)
        for (review, label) in truth.enumerated() {
            let row = logits[(review * classCount)..<((review + 1) * classCount)]
            guard row.allSatisfy(\.isFinite) else { continue }
            let own = Double(row[row.startIndex + label])
            for logit in row { rows.append(Double(logit) - own) }
        }
        return rows
    }

    /// First and second derivative in β of Σ log Σ_k exp(β m_k) over all rows of margins m.
    private static func slope(_ rows: [Double], _ classCount: Int, _ beta: Double) -> (first: Double, second: Double) {
        var first = 0.0
        var second = 0.0
        for start in stride(from: 0, to: rows.count, by: classCount) {
            let row = rows[start..<(start + classCount)]
            let largest = row.reduce(-Double.infinity, max)
            var sum = 0.0
            var mean = 0.0
            var square = 0.0
            for margin in row {
                let weight = exp(beta * (margin - largest))
                sum += weight
                mean += weight * margin
                square += weight * margin * margin
            }
            mean /= sum
            first += mean
            second += square / sum - mean * mean
        }
        return (first, second)
    }
}
