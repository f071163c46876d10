/// A trained model that labels reviews without a label, for another one to learn from: pseudo-labels
/// (Lee 2013, ICML Workshop on Challenges in Representation Learning; Xie et al. 2020, arXiv:1911.04252).
struct Teacher {
    private let path: String
    private let model: TrainedModel

    /// - Throws: `ModelsError.noModel`, `ModelsError.badModel`.
    init(path: String) throws {
        self.path = path
        model = try TrainedModel(path: path)
    }

    /// Labels reviews of a corpus.
    /// - Returns: those of whose label the teacher is sure enough.
    /// - Throws: `ModelsError.badOption` where it cannot label these reviews.
    func label(_ reviews: [Int], of corpus: inout Corpus, confidence: Float, threads: Int) throws -> [Int] {
        guard model.labels == corpus.labelNames else {
            throw ModelsError.badOption(
                "the labels of the teacher \(path) are \(model.labels.joined(separator: ", ")), those of the reviews "
                    + "\(corpus.labelNames.joined(separator: ", ")); name a teacher of the same labels")
        }
        guard model.textSettings == corpus.textSettings else {
            throw ModelsError.badOption(
                "the teacher \(path) was trained by an earlier version, which cut texts into words differently; train "
                    + "it anew")
        }
        let rows = model.classifier.probabilities(
            of: reviews, in: corpus, temperature: model.temperature, threads: threads)
        var taken: [Int] = []
        for (review, row) in zip(reviews, rows) {
            guard let best = row.indices.max(by: { row[$0] < row[$1] }), row[best] >= confidence else { continue }
            corpus.labels[review] = Int32(best)
            taken.append(review)
        }
        return taken
    }
}
