import Foundation

/// What stands behind the dense layer.
package enum HeadKind: String, Codable, Sendable, CaseIterable {
    /// A logit a class.
    case softmax
    /// One score, and thresholds between neighbouring classes.
    case ordinal
}

/// The output for C ordered classes, such as stars: of one score s and rising thresholds θ₁ < … < θ_{C−1}
/// P(class ≤ k) = σ(θₖ − s) (proportional odds: McCullagh 1980, doi:10.1111/j.2517-6161.1980.tb01109.x).
///
/// It hands on the logarithms of the classes' probabilities, whose softmax are these themselves: so loss, temperature and
/// all else are those of any classifier. With a = θₖ − s and b = θₖ₋₁ − s of class k
///
///     log pₖ = log σ(a) + log σ(−b) + log(1 − e^(b − a))
///
/// The last class lacks the first term, the first one the second, and both the third. What is learned are θ₁ and the
/// logarithms of the gaps between thresholds, so that their order never breaks, both in tens: an optimizer's equal steps
/// move a score by as many weights as it has, and would leave its thresholds behind.
package struct CumulativeLogits<S: Scalar>: Sendable {
    private static var unit: S { 10 }

    /// θ₁ … θ_{C−1}
    package let thresholds: [S]
    /// gaps[k] from threshold k − 1 to k; the first is not used.
    private let gaps: [S]

    /// - Parameter learned: [1, C − 1], a tenth of θ₁ and of the logarithms of the gaps behind it.
    package init(_ learned: Matrix<S>) {
        gaps = (0..<learned.columns).map { $0 == 0 ? 0 : S.exponential(Self.unit * learned[0, $0]) }
        var threshold = Self.unit * learned[0, 0]
        thresholds = gaps.map { gap in
            threshold += gap
            return threshold
        }
    }

    /// What is learned where it begins: all classes equally probable at a score of 0.
    package static func start(classCount: Int) -> [S] {
        let thresholds = (1..<classCount).map { log(Double($0) / Double(classCount - $0)) }
        return thresholds.indices.map {
            S($0 == 0 ? thresholds[0] : log(thresholds[$0] - thresholds[$0 - 1])) / unit
        }
    }

    /// log pₖ of each row, [rows, C], from its score.
    package func logProbabilities(of scores: Matrix<S>, into logits: Matrix<S>) {
        let C = thresholds.count + 1
        precondition(scores.columns == 1 && logits.columns == C, "\(scores.shape) scores, \(logits.shape) logits")
        let middle = gaps.map { S(log(-expm1(-Double($0)))) }
        for row in 0..<scores.rows {
            for k in 0..<C {
                var sum: S = k > 0 && k < C - 1 ? middle[k] : 0
                if k < C - 1 { sum += Self.logSigmoid(thresholds[k] - scores[row, 0]) }
                if k > 0 { sum += Self.logSigmoid(scores[row, 0] - thresholds[k - 1]) }
                logits[row, k] = sum
            }
        }
    }

    /// From the logits' gradient to that of the scores, and, added to what stands there, of what is learned.
    package func backward(scores: Matrix<S>, dLogits: Matrix<S>, dScores: Matrix<S>, dLearned: Matrix<S>) {
        let C = thresholds.count + 1
        var dThresholds = [S](repeating: 0, count: C - 1)
        var dGaps = dThresholds
        for row in 0..<scores.rows {
            var dScore: S = 0
            for k in 0..<C - 1 {
                let below = S.sigmoid(thresholds[k] - scores[row, 0])
                let slope = dLogits[row, k] * (1 - below) - dLogits[row, k + 1] * below
                dThresholds[k] += slope
                dScore -= slope
                if k > 0 { dGaps[k] += dLogits[row, k] * S(1 / expm1(Double(gaps[k]))) }
            }
            dScores[row, 0] = dScore
        }
        // A gap moves all thresholds behind it.
        var moved: S = 0
        for k in stride(from: C - 2, through: 0, by: -1) {
            moved += dThresholds[k]
            dLearned[0, k] += Self.unit * (k == 0 ? moved : (dGaps[k] + moved) * gaps[k])
        }
    }

    private static func logSigmoid(_ x: S) -> S {
        x >= 0 ? -S.logarithm(1 + S.exponential(-x)) : x - S.logarithm(1 + S.exponential(x))
    }
}
