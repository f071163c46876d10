/// Everything that is measured of one model on one set of labelled reviews.
///
/// A number that is not defined (the recall of a class without reviews, the ROC-AUC of one class) is `nil`, never 0.
/// Where a probability is not finite, everything computed from probabilities is `nil`.
public struct Metrics: Codable, Sendable, Equatable {
    public let labels: [String]
    /// How many reviews were evaluated.
    public let count: Int
    public let confusion: ConfusionMatrix
    /// In the order of `labels`.
    public let classes: [ClassMetrics]
    public let macro: AverageMetrics
    public let weighted: AverageMetrics
    public let accuracy: Double?
    /// Wilson's 95 % interval of the accuracy.
    public let accuracyInterval: ConfidenceInterval?
    /// Matthews' correlation for any number of classes.
    public let matthews: Double?
    public let scores: ProbabilityScores
    /// For two labels only.
    public let ranking: Ranking?
    /// For labels that are numbers only.
    public let stars: StarMetrics?
    public let calibration: Calibration

    public init(_ predictions: Predictions) {
        let confusion = ConfusionMatrix(
            classCount: predictions.labels.count, truth: predictions.truth, predicted: predictions.predicted)
        let classes = predictions.labels.indices.map {
            ClassMetrics($0, named: predictions.labels[$0], in: confusion)
        }
        let finite = predictions.probabilities.allSatisfy(\.isFinite)
        labels = predictions.labels
        count = predictions.count
        self.confusion = confusion
        self.classes = classes
        macro = .macro(classes)
        weighted = .weighted(classes)
        accuracy = share(confusion.correct, of: confusion.total)
        accuracyInterval = .wilson(successes: confusion.correct, trials: confusion.total)
        matthews = matthewsCorrelation(confusion)
        scores = finite ? ProbabilityScores(predictions) : ProbabilityScores()
        ranking = finite ? Ranking(predictions) : nil
        stars = StarMetrics(labels: predictions.labels, confusion: confusion)
        calibration = finite ? Calibration(predictions) : Calibration()
    }
}
