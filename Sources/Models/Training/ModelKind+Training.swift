import ValenceEvaluation
import ValenceNetworks
import ValenceText

/// What a trainer hands on.
package struct Trained {
    package var classifier: any Classifier
    /// Shape [validation reviews, classes]: of a model that has not learned from them.
    package var validationLogits: [Float]
    package var epochs: [EpochSummary] = []
    /// Training reviews longer than it learns from; `nil` where the model reads whole reviews.
    package var cutReviews: Int?
    /// Of its products while it learned; `nil` where there is no choice.
    package var precision: Precision?

    /// What its logits are to be divided by, by the true classes of the validation reviews: 1 where there are none, and for an
    /// ensemble, whose weights were fitted to them and hold it.
    func temperature(classCount: Int, truth: [Int]) -> Float {
        guard !truth.isEmpty, !(classifier is EnsembleClassifier) else { return 1 }
        return Temperature.fit(logits: validationLogits, classCount: classCount, truth: truth)
    }
}

extension ModelKind {
    /// All words, for messages.
    static var allWords: String { allCases.map(\.rawValue).joined(separator: ", ") }

    package var classifierType: any Classifier.Type {
        switch self {
        case .bilstm: RecurrentClassifier.self
        case .bow: BagOfWordsClassifier.self
        case .embedding: MeanEmbeddingClassifier.self
        case .cnn: ConvolutionClassifier.self
        case .ensemble: EnsembleClassifier.self
        }
    }
}

extension ModelKind {
    /// Trains a model of this kind.
    /// - Throws: `ModelsError`; `CancellationError` when stopped before anything was learned.
    package func train(_ options: TrainingOptions, context: TrainingContext) throws -> Trained {
        switch self {
        case .bilstm: try RecurrentTrainer.train(options, context: context)
        case .bow: try BagOfWordsTrainer.train(options, context: context)
        case .embedding: try MeanEmbeddingTrainer.train(options, context: context)
        case .cnn: try ConvolutionTrainer.train(options, context: context)
        case .ensemble: try EnsembleTrainer.train(options, context: context)
        }
    }
}
