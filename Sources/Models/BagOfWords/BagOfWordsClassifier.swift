import ValenceText

/// Logistic regression over a review's n-grams, in no order.
///
/// A score is Σ v_f a_f + bias over the review's features f, with the weighting's values a_f. Two classes share one score
/// d, whose logits are −d/2 and d/2; more classes have one score each, against all the others.
package struct BagOfWordsClassifier: Classifier {
    package static let kind = ModelKind.bow

    package let settings: BagOfWordsSettings
    package let classCount: Int
    let table: FeatureTable
    /// v, shape [features, scores].
    let weights: [Float]
    /// Shape [scores].
    let bias: [Float]
    /// Shape [features] with tf-idf, else empty.
    let idf: [Float]

    init(
        settings: BagOfWordsSettings, classCount: Int, table: FeatureTable, weights: [Float], bias: [Float],
        idf: [Float]
    ) {
        let scores = Self.scoreCount(classCount)
        precondition(
            weights.count == table.count * scores && bias.count == scores,
            "\(weights.count) weights and \(bias.count) biases for \(table.count) features and \(scores) scores")
        precondition(
            idf.count == (settings.weighting == .tfidf ? table.count : 0),
            "\(idf.count) frequencies for \(table.count) features")
        self.settings = settings
        self.classCount = classCount
        self.table = table
        self.weights = weights
        self.bias = bias
        self.idf = idf
    }

    static func scoreCount(_ classCount: Int) -> Int { classCount == 2 ? 1 : classCount }

    package var parameterCount: Int { weights.count + bias.count }

    package var architecture: String { settings.architecture }

    package func logits(_ reviews: ArraySlice<TokenList>) -> [Float] {
        var extractor = FeatureExtractor(table: table, ngrams: settings.ngrams)
        var logits: [Float] = []
        logits.reserveCapacity(reviews.count * classCount)
        var sums = [Double](repeating: 0, count: bias.count)
        for index in reviews.indices {
            extractor.read(reviews[index])
            score(extractor, into: &sums)
            if classCount == 2 {
                let half = Float(sums[0] / 2)
                logits.append(-half)
                logits.append(half)
            } else {
                for sum in sums { logits.append(Float(sum)) }
            }
        }
        return logits
    }

    private func score(_ review: FeatureExtractor, into sums: inout [Double]) {
        for score in sums.indices { sums[score] = 0 }
        var square = 0.0
        for (position, feature) in review.features.enumerated() {
            var value: Float = 1
            switch settings.weighting {
            case .binary: break
            case .counts: value = Float(review.counts[position])
            case .tfidf:
                value = TFIDF.value(count: Float(review.counts[position]), idf: idf[Int(feature)])
                square += Double(value) * Double(value)
            }
            let first = Int(feature) * sums.count
            for score in sums.indices { sums[score] += Double(value) * Double(weights[first + score]) }
        }
        let factor = settings.weighting == .tfidf ? Double(TFIDF.factor(squaredLength: square)) : 1
        for score in sums.indices { sums[score] = sums[score] * factor + Double(bias[score]) }
    }
}

extension BagOfWordsClassifier {
    package func save(to file: inout TensorFileWriter) {
        file.add("features.weight", shape: [table.count, bias.count], weights)
        file.add("output.bias", shape: [bias.count], bias)
        if settings.weighting == .tfidf { file.add("features.idf", shape: [table.count], idf) }
        file.add("features.hash", table: table.hashes)
    }

    package init(settings: BagOfWordsSettings, classCount: Int, from file: TensorFile) throws {
        func bad(_ problem: String) -> ModelsError { .badModel(path: file.path, problem: problem) }
        do {
            try settings.check()
        } catch {
            throw bad("its settings are damaged: \(error)")
        }
        guard let table = FeatureTable(ascending: try file.table("features.hash", of: UInt64.self)) else {
            throw bad("its n-grams are damaged: expected hashes in ascending order")
        }
        let scores = Self.scoreCount(classCount)
        self.init(
            settings: settings, classCount: classCount, table: table,
            weights: try file.floats("features.weight", shape: [table.count, scores]),
            bias: try file.floats("output.bias", shape: [scores]),
            idf: settings.weighting == .tfidf ? try file.floats("features.idf", shape: [table.count]) : [])
    }
}
