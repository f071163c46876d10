/// Cross-entropy behind a softmax: −Σ y log ŷ with ŷ = softmax(logits), whose gradient at the logits is ŷ − y.
///
/// With class weights w and label smoothing ε (Szegedy et al. 2016, arXiv:1512.00567) the target of a review of class k
/// is y_c = w_c ((1 − ε) [c = k] + ε / C), as in PyTorch, and the gradient is (Σ y) ŷ − y. The mean over a batch divides
/// by the sum of its reviews' class weights.
package struct SoftmaxCrossEntropy: Sendable {
    /// One number a class; nil for 1 each.
    package var classWeights: [Float]?
    package var labelSmoothing: Double

    package init(classWeights: [Float]? = nil, labelSmoothing: Double = 0) {
        self.classWeights = classWeights
        self.labelSmoothing = labelSmoothing
    }

    package func weight(of label: Int32) -> Double { classWeights.map { Double($0[Int(label)]) } ?? 1 }

    /// Adds up the losses of all rows, and writes their gradients times `scale`.
    /// - Returns: the sum of losses and how many rows have their label's logit on top.
    package func forwardBackward<S: Scalar>(
        logits: Matrix<S>, labels: [Int32], scale: Double, dLogits: Matrix<S>
    ) -> (lossSum: Double, correct: Int) {
        precondition(labels.count == logits.rows, "\(labels.count) labels for \(logits.rows) rows")
        let C = logits.columns
        var lossSum = 0.0
        var correct = 0
        for row in 0..<logits.rows {
            let label = Int(labels[row])
            precondition(label >= 0 && label < C, "label \(label) of \(C) classes")
            var best = 0
            for c in 1..<C where logits[row, c] > logits[row, best] { best = c }
            if best == label { correct += 1 }
            var total: S = 0
            for c in 0..<C { total += S.exponential(logits[row, c] - logits[row, best]) }
            let logTotal = S.logarithm(total) + logits[row, best]
            var targetSum = 0.0
            for c in 0..<C { targetSum += target(c, label, C) }
            for c in 0..<C {
                let logProbability = logits[row, c] - logTotal
                let y = target(c, label, C)
                if y != 0 { lossSum -= y * Double(logProbability) }
                dLogits[row, c] = S(scale) * (S(targetSum) * S.exponential(logProbability) - S(y))
            }
        }
        return (lossSum, correct)
    }

    private func target(_ c: Int, _ label: Int, _ classCount: Int) -> Double {
        let share = (c == label ? 1 - labelSmoothing : 0) + labelSmoothing / Double(classCount)
        return share * weight(of: Int32(c))
    }

    /// ŷ of one row of logits.
    package static func softmax(_ logits: [Float]) -> [Float] {
        guard let highest = logits.max() else { return [] }
        let powers = logits.map { Float.exponential($0 - highest) }
        let total = powers.reduce(0, +)
        return powers.map { $0 / total }
    }
}
