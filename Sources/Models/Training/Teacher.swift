/// A trained model that says of reviews without a label how likely each label is, for another one to learn from: a teacher's
/// doubts tell more than the labels it would choose (Hinton, Vinyals & Dean 2015, arXiv:1503.02531; Xie et al. 2020,
/// arXiv:1911.04252).
struct Teacher {
    private let path: String
    private let model: TrainedModel

    /// - Throws: `ModelsError.noModel`, `ModelsError.badModel`.
    init(path: String) throws {
        self.path = path
        model = try TrainedModel(path: path)
    }

    /// Whether the teacher may know more of the validation reviews than a model may that they judge.
    func mayKnow(_ split: Split, of corpus: Corpus, threads: Int) -> Bool {
        let reviews = split.validation
        return !reviews.isEmpty
            && !model.isJudged(
                by: reviews, of: corpus, logits: model.classifier.logits(of: reviews, in: corpus, threads: threads))
    }

    /// Says of reviews of a corpus how likely each label is.
    /// - Throws: `ModelsError.badOption` where it cannot label these reviews.
    func teach(_ reviews: [Int], of corpus: inout Corpus, threads: Int) throws {
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
        for (review, row) in zip(reviews, rows) {
            corpus.taught[review] = row
            corpus.labels[review] = corpus.target(of: review).label
        }
    }
}
