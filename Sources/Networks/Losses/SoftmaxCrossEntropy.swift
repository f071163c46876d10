/// Cross-entropy behind a softmax: −Σ y log ŷ with ŷ = softmax(logits), whose gradient at the logits is ŷ − y.
///
/// With class weights w and label smoothing ε (Szegedy et al. 2016, arXiv:1512.00567) the target of a review whose share of
/// class c is q_c (1 for its class, or what a teacher gives each) is y_c = w_c ((1 − ε) q_c + ε / C), as in PyTorch, and the
/// gradient is (Σ y) ŷ − y. The mean over a batch divides by the sum of its reviews' weights Σ q_c w_c.
package struct SoftmaxCrossEntropy: Sendable {
    /// One number a class; nil for 1 each.
    package var classWeights: [Float]?
    package var labelSmoothing: Double

    package init(classWeights: [Float]? = nil, labelSmoothing: Double = 0) {
        self.classWeights = classWeights
        self.labelSmoothing = labelSmoothing
    }

    /// Adds up the losses of all rows, and writes their gradients times `scale`.
    /// - Returns: the sum of losses and how many rows have their target's label's logit on top.
    package func forwardBackward<S: Scalar>(
        logits: Matrix<S>, targets: [Target], scale: Double, dLogits: Matrix<S>
    ) -> (lossSum: Double, correct: Int) {
        precondition(targets.count == logits.rows, "\(targets.count) targets for \(logits.rows) rows")
        let C = logits.columns
        var lossSum = 0.0
        var correct = 0
        for row in 0..<logits.rows {
            let wanted = targets[row]
            let label = Int(wanted.label)
            precondition(label >= 0 && label < C, "label \(label) of \(C) classes")
            var best = 0
            for c in 1..<C where logits[row, c] > logits[row, best] { best = c }
            if best == label { correct += 1 }
            var total: S = 0
            for c in 0..<C { total += S.exponential(logits[row, c] - logits[row, best]) }
            let logTotal = S.logarithm(total) + logits[row, best]
            var targetSum = 0.0
            for c in 0..<C { targetSum += y(wanted, c, C) }
            for c in 0..<C {
                let logProbability = logits[row, c] - logTotal
                let y = y(wanted, c, C)
                if y != 0 { lossSum -= y * Double(logProbability) }
                dLogits[row, c] = S(scale) * (S(targetSum) * S.exponential(logProbability) - S(y))
            }
        }
        return (lossSum, correct)
    }

    private func y(_ target: Target, _ c: Int, _ classCount: Int) -> Double {
        let share = (1 - labelSmoothing) * target.share(of: c) + labelSmoothing / Double(classCount)
        return share * (classWeights.map { Double($0[c]) } ?? 1)
    }

    /// ŷ of one row of logits.
    package static func softmax(_ logits: [Float]) -> [Float] {
        guard let highest = logits.max() else { return [] }
        let powers = logits.map { Float.exponential($0 - highest) }
        let total = powers.reduce(0, +)
        return powers.map { $0 / total }
    }
}
