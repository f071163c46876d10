import Foundation

/// How good the probabilities are, not only the labels: 0 is perfect.
public struct ProbabilityScores: Codable, Sendable, Equatable {
    /// Mean of -ln p(true class), with p clipped to [ε, 1-ε], ε = 2⁻⁵² (as scikit-learn does on doubles).
    public let logLoss: Double?
    /// Mean over reviews of Σ_k (p_k - y_k)², 0 to 2: Brier's own definition (1950), for any number of classes.
    public let brier: Double?
    /// Two classes only: mean of (p - y)² for the last label, 0 to 1: what scikit-learn calls the Brier score.
    public let brierPositive: Double?

    init(_ predictions: Predictions) {
        guard predictions.count > 0 else {
            (logLoss, brier, brierPositive) = (nil, nil, nil)
            return
        }
        let classCount = predictions.labels.count
        let epsilon = Double.ulpOfOne
        var loss = 0.0
        var squares = 0.0
        var positiveSquares = 0.0
        for (review, label) in predictions.truth.enumerated() {
            loss -= log(min(max(predictions.probability(review, label), epsilon), 1 - epsilon))
            for other in 0..<classCount {
                let miss = predictions.probability(review, other) - (other == label ? 1 : 0)
                squares += miss * miss
                if other == 1 { positiveSquares += miss * miss }
            }
        }
        let n = Double(predictions.count)
        logLoss = loss / n
        brier = squares / n
        brierPositive = classCount == 2 ? positiveSquares / n : nil
    }

    init() {
        (logLoss, brier, brierPositive) = (nil, nil, nil)
    }
}
