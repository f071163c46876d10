import Foundation

/// What one part of the reviews says of the features: which occur often enough in it, and how rare they are.
struct FeatureWeighting: Sendable {
    /// In how many reviews of the part each feature occurs.
    let reviewCounts: [Int32]
    /// Whether a feature occurs in enough of them; the others count as unseen.
    let isKept: [Bool]
    /// Inverse document frequencies of tf-idf; empty for other weightings.
    private(set) var idf: [Float] = []

    init(_ rows: FeatureRows, part: [Int], settings: BagOfWordsSettings) {
        var counts = [Int32](repeating: 0, count: rows.featureCount)
        for review in part {
            for position in rows[review] { counts[Int(rows.features[position])] += 1 }
        }
        reviewCounts = counts
        isKept = counts.map { Int($0) >= settings.minimumCount }
        guard settings.weighting == .tfidf else { return }
        let reviews = Double(part.count)
        idf = zip(counts, isKept).map { count, isKept in
            isKept ? Float(1 + log((1 + reviews) / (1 + Double(count)))) : 0
        }
    }

    /// `rows` of counts with the values that the weighting gives them.
    func weighted(_ rows: FeatureRows) -> FeatureRows {
        guard !idf.isEmpty else { return rows }
        var rows = rows
        for review in 0..<rows.count {
            let range = rows[review]
            var square = 0.0
            for position in range {
                let value = TFIDF.value(count: rows.values[position], idf: idf[Int(rows.features[position])])
                rows.values[position] = value
                square += Double(value) * Double(value)
            }
            let factor = TFIDF.factor(squaredLength: square)
            for position in range { rows.values[position] *= factor }
        }
        return rows
    }

    /// The naive Bayes log-count ratio of each feature (Wang & Manning 2012, equation 2), 0 for features that are not kept:
    ///
    ///     r = ln((p / ‖p‖₁) / (q / ‖q‖₁)),   p = α + Σ over positive rows,   q = α + Σ over the others
    func logCountRatios(_ rows: FeatureRows, part: [Int], isPositive: [Bool], smoothing: Double) -> [Float] {
        var positive = [Double](repeating: 0, count: rows.featureCount)
        var negative = positive
        for (review, isPositive) in zip(part, isPositive) {
            for position in rows[review] {
                let value = rows.values.isEmpty ? 1 : Double(rows.values[position])
                if isPositive {
                    positive[Int(rows.features[position])] += value
                } else {
                    negative[Int(rows.features[position])] += value
                }
            }
        }
        var positiveSum = 0.0
        var negativeSum = 0.0
        for feature in isKept.indices where isKept[feature] {
            positiveSum += positive[feature] + smoothing
            negativeSum += negative[feature] + smoothing
        }
        return isKept.indices.map { feature in
            guard isKept[feature] else { return 0 }
            return Float(
                log((positive[feature] + smoothing) / positiveSum / ((negative[feature] + smoothing) / negativeSum)))
        }
    }

    /// 1 for every feature that is kept, 0 for the others.
    var ones: [Float] { isKept.map { $0 ? 1 : 0 } }
}

/// Sublinear term frequency times inverse document frequency, rows of length 1.
enum TFIDF {
    @inline(__always)
    static func value(count: Float, idf: Float) -> Float { (1 + logf(count)) * idf }

    /// What brings a row to length 1; 1 for an empty row.
    static func factor(squaredLength: Double) -> Float {
        squaredLength > 0 ? Float(1 / squaredLength.squareRoot()) : 1
    }
}
