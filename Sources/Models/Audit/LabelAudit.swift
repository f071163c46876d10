import ValenceEvaluation

/// Which labels are likely errors, by predictions of models that had not seen them: confident learning
/// (Northcutt, Jiang & Chuang 2021, doi:10.1613/jair.1.12125).
///
/// A label's threshold t_j is the mean probability of j among the reviews labelled j. A review labelled i is suspicious if
/// of all labels with p_j ≥ t_j the most probable is another one, and so is the prediction. Reviews are ranked by the
/// normalised margin, (p_i − max_{j ≠ i} p_j + 1) / 2: the smaller, the less the label fits.
package struct LabelAudit: Sendable {
    package let isSuspicious: [Bool]
    /// 0 … 1
    package let margins: [Double]
    /// The suspicious reviews, then the others, each by margin, the earlier of equals first.
    package let ranking: [Int]

    /// - Parameter predictions: out-of-fold; their truth is the labels given.
    package init(_ predictions: Predictions) {
        let C = predictions.labels.count
        let rows = predictions.truth.indices.map { predictions.probabilities[$0 * C..<($0 + 1) * C].map { Double($0) } }
        var sums = [Double](repeating: 0, count: C)
        var counts = [Int](repeating: 0, count: C)
        for (row, given) in zip(rows, predictions.truth) {
            sums[given] += row[given]
            counts[given] += 1
        }
        // A label that nobody gave is no alternative.
        let thresholds = (0..<C).map { counts[$0] > 0 ? sums[$0] / Double(counts[$0]) : .infinity }
        let isSuspicious = zip(rows, predictions.truth).enumerated().map { index, pair in
            let (row, given) = pair
            let confident = (0..<C).filter { row[$0] >= thresholds[$0] }
            guard let likeliest = confident.max(by: { (row[$0], $1) < (row[$1], $0) }) else { return false }
            return likeliest != given && predictions.predicted[index] != given
        }
        let margins = zip(rows, predictions.truth).map { row, given in
            let other = (0..<C).filter { $0 != given }.map { row[$0] }.max() ?? 0
            return (row[given] - other + 1) / 2
        }
        self.isSuspicious = isSuspicious
        self.margins = margins
        ranking = rows.indices.sorted { a, b in
            if isSuspicious[a] != isSuspicious[b] { return isSuspicious[a] }
            return (margins[a], a) < (margins[b], b)
        }
    }
}
