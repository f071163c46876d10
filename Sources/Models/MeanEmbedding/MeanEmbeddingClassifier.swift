import ValenceText

/// A linear classifier over the mean of a review's word and n-gram vectors
/// (Joulin et al. 2016, "Bag of Tricks for Efficient Text Classification", arXiv:1607.01759).
///
///     h = 1/n Σ E[f] over the n occurrences of known n-grams      z = W h + b
///
/// N-grams are known by their 64-bit hashes; unlike there, no two share a vector.
package struct MeanEmbeddingClassifier: Classifier {
    package static let kind = ModelKind.embedding

    package let settings: MeanEmbeddingSettings
    package let classCount: Int
    let table: FeatureTable
    /// E, shape [features, D].
    let embedding: [Float]
    /// W, shape [classes, D].
    let weight: [Float]
    /// b, shape [classes].
    let bias: [Float]

    init(
        settings: MeanEmbeddingSettings, table: FeatureTable, embedding: [Float], weight: [Float], bias: [Float]
    ) {
        precondition(
            embedding.count == table.count * settings.dimension && weight.count == bias.count * settings.dimension,
            "\(embedding.count) and \(weight.count) numbers for \(table.count) features and \(bias.count) classes of "
                + "width \(settings.dimension)")
        self.settings = settings
        classCount = bias.count
        self.table = table
        self.embedding = embedding
        self.weight = weight
        self.bias = bias
    }

    package var architecture: String { settings.architecture }
    package var parameterCount: Int { embedding.count + weight.count + bias.count }

    package func logits(_ reviews: ArraySlice<TokenList>) -> [Float] {
        let width = settings.dimension
        var extractor = FeatureExtractor(table: table, ngrams: settings.ngrams)
        var logits: [Float] = []
        logits.reserveCapacity(reviews.count * classCount)
        var mean = [Float](repeating: 0, count: width)
        for index in reviews.indices {
            extractor.read(reviews[index])
            average(extractor, into: &mean)
            for output in 0..<classCount {
                var sum = bias[output]
                for column in 0..<width { sum += weight[output * width + column] * mean[column] }
                logits.append(sum)
            }
        }
        return logits
    }

    /// The mean vector of a review; all 0 where it has no known n-gram.
    private func average(_ review: FeatureExtractor, into mean: inout [Float]) {
        let width = settings.dimension
        for column in 0..<width { mean[column] = 0 }
        var occurrences: Int32 = 0
        for (position, feature) in review.features.enumerated() {
            let count = review.counts[position]
            occurrences += count
            let first = Int(feature) * width
            let times = Float(count)
            for column in 0..<width { mean[column] += times * embedding[first + column] }
        }
        guard occurrences > 0 else { return }
        let factor = 1 / Float(occurrences)
        for column in 0..<width { mean[column] *= factor }
    }
}

extension MeanEmbeddingClassifier {
    package func save(to file: inout TensorFileWriter) {
        file.add("embedding.weight", shape: [table.count, settings.dimension], embedding)
        file.add("output.weight", shape: [classCount, settings.dimension], weight)
        file.add("output.bias", shape: [classCount], bias)
        file.add("features.hash", table: table.hashes)
    }

    package init(settings: MeanEmbeddingSettings, classCount: Int, from file: TensorFile) throws {
        func bad(_ problem: String) -> ModelsError { .badModel(path: file.path, problem: problem) }
        do {
            try settings.check()
        } catch {
            throw bad("its settings are damaged: \(error)")
        }
        guard let table = FeatureTable(ascending: try file.table("features.hash", of: UInt64.self)) else {
            throw bad("its n-grams are damaged: expected hashes in ascending order")
        }
        self.init(
            settings: settings, table: table,
            embedding: try file.floats("embedding.weight", shape: [table.count, settings.dimension]),
            weight: try file.floats("output.weight", shape: [classCount, settings.dimension]),
            bias: try file.floats("output.bias", shape: [classCount]))
    }
}
