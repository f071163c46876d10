import ValenceEvaluation

/// What an evaluation found, ready to be shown: the data, the models and their numbers, and nothing that changes from
/// one run to the next (times and the machine stand in `RunInfo`).
public struct Report: Codable, Sendable, Equatable {
    /// Such as "IMDB test reviews".
    public var title: String
    /// What the reviews are to the models: "test reviews", "validation reviews".
    public var reviewsName: String
    public var data: DataSummary
    /// In the order in which they are shown.
    public var models: [EvaluatedModel]
    /// The models two by two, review by review; empty for one model.
    public var comparisons: [ModelComparison]
    /// What the models were asked to reach.
    public var checks: [Check]
    /// Reviews whose label may be wrong; `nil` where nobody looked.
    public var suspects: Suspects?
    /// What is to be known of the whole evaluation: the command to repeat it, versions, checksums of the data.
    public var card: [ReportEntry]

    public init(
        title: String, reviewsName: String = "test reviews", data: DataSummary, models: [EvaluatedModel],
        comparisons: [ModelComparison] = [], checks: [Check] = [], suspects: Suspects? = nil, card: [ReportEntry] = []
    ) {
        self.title = title
        self.reviewsName = reviewsName
        self.data = data
        self.models = models
        self.comparisons = comparisons
        self.checks = checks
        self.suspects = suspects
        self.card = card
    }

    /// The model with the highest accuracy, the first of equals.
    var best: EvaluatedModel? {
        var best = models.first
        for model in models where (model.metrics.accuracy ?? -1) > (best?.metrics.accuracy ?? -1) { best = model }
        return best
    }
}

/// One line of a settings table or model card.
public struct ReportEntry: Codable, Sendable, Equatable {
    public var key: String
    public var value: String

    public init(_ key: String, _ value: String) {
        self.key = key
        self.value = value
    }
}
