/// Reviews from the highest score down, those of one score together: how many hits and misses stand at or above it.
///
/// Curves, areas and thresholds are walks along it, so that tied reviews stand or fall together in all of them.
struct ScoreSweep {
    /// Each distinct score, falling.
    private(set) var scores: [Float] = []
    /// For each distinct score, how many reviews that count as hits score at least as much.
    private(set) var hits: [Int] = []
    /// For each distinct score, how many of the others score at least as much.
    private(set) var misses: [Int] = []

    /// Empty where a score is not a number.
    init(count: Int, score: (Int) -> Float, isHit: (Int) -> Bool) {
        let all = (0..<count).map { (score: score($0), isHit: isHit($0)) }.sorted { $0.score > $1.score }
        guard all.allSatisfy({ $0.score.isFinite }) else { return }
        var (hit, miss) = (0, 0)
        for (index, review) in all.enumerated() {
            if review.isHit { hit += 1 } else { miss += 1 }
            if index + 1 < all.count, all[index + 1].score == review.score { continue }
            scores.append(review.score)
            hits.append(hit)
            misses.append(miss)
        }
    }

    /// Class `label` against the rest, by its probability.
    init(_ predictions: Predictions, of label: Int) {
        let classCount = predictions.labels.count
        self.init(count: predictions.count) {
            predictions.probabilities[$0 * classCount + label]
        } isHit: {
            predictions.truth[$0] == label
        }
    }

    /// Right answers against wrong ones, by the confidence of the predicted class.
    init(confidenceOf predictions: Predictions) {
        let classCount = predictions.labels.count
        self.init(count: predictions.count) {
            predictions.probabilities[$0 * classCount + predictions.predicted[$0]]
        } isHit: {
            predictions.truth[$0] == predictions.predicted[$0]
        }
    }

    var hitCount: Int { hits.last ?? 0 }
    var missCount: Int { misses.last ?? 0 }
    var count: Int { hitCount + missCount }

    /// For each distinct score: how many hits and misses have it, and how many stand above.
    func forEachScore(_ body: (_ tied: (hits: Int, misses: Int), _ above: (hits: Int, misses: Int)) -> Void) {
        var above = (hits: 0, misses: 0)
        for step in scores.indices {
            body((hits[step] - above.hits, misses[step] - above.misses), above)
            above = (hits[step], misses[step])
        }
    }

    /// The chance that a hit scores higher than a miss, ties counting half; undefined unless there are both.
    var rocAUC: Double? {
        guard hitCount > 0, missCount > 0 else { return nil }
        var wins = 0.0
        forEachScore { tied, above in
            wins += Double(tied.misses) * (Double(above.hits) + Double(tied.hits) / 2)
        }
        return wins / (Double(hitCount) * Double(missCount))
    }

    /// Average precision, Σ (R_n - R_(n-1)) P_n over falling thresholds; undefined where nothing is a hit.
    var averagePrecision: Double? {
        guard hitCount > 0 else { return nil }
        var sum = 0.0
        forEachScore { tied, above in
            let found = above.hits + tied.hits
            sum += Double(tied.hits) * Double(found) / Double(found + above.misses + tied.misses)
        }
        return sum / Double(hitCount)
    }

    /// The 95 % interval of `rocAUC`: normal, cut to 0...1, with the variance of DeLong, DeLong & Clarke-Pearson 1988
    /// (doi:10.2307/2531595), from ranks as in Sun & Xu 2014 (doi:10.1109/LSP.2014.2337313).
    ///
    /// Undefined with fewer than two hits or misses, and where the variance is 0: scores that part both without a
    /// fault, or that are all tied, say nothing of how far chance carries.
    var rocInterval: ConfidenceInterval? {
        guard let area = rocAUC, hitCount > 1, missCount > 1 else { return nil }
        let (P, N) = (Double(hitCount), Double(missCount))
        var (hitSquares, missSquares) = (0.0, 0.0)
        forEachScore { tied, above in
            // The share of misses that a hit of this score beats, and of hits that beat a miss of this score.
            let beaten = (N - Double(above.misses) - Double(tied.misses) / 2) / N - area
            let beating = (Double(above.hits) + Double(tied.hits) / 2) / P - area
            hitSquares += Double(tied.hits) * beaten * beaten
            missSquares += Double(tied.misses) * beating * beating
        }
        let error = (hitSquares / (P - 1) / P + missSquares / (N - 1) / N).squareRoot()
        guard error > 1e-12 else { return nil }
        let half = ConfidenceInterval.normalQuantile * error
        return ConfidenceInterval(lower: max(0, area - half), upper: min(1, area + half))
    }
}
