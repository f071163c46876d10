import ValenceText

/// What a trainer hands on.
struct Trained {
    var classifier: any Classifier
    /// Shape [validation reviews, classes]: of a model that has not learned from them.
    var validationLogits: [Float]
    var epochs: [EpochSummary] = []
    /// Reviews cut to the maximal length; `nil` where the model reads whole reviews.
    var cutReviews: Int?
}

extension ModelKind {
    /// The three words, for messages.
    static var allWords: String { allCases.map(\.rawValue).joined(separator: ", ") }

    var classifierType: any Classifier.Type {
        switch self {
        case .bilstm: RecurrentClassifier.self
        case .bow: BagOfWordsClassifier.self
        case .embedding: MeanEmbeddingClassifier.self
        }
    }
}
