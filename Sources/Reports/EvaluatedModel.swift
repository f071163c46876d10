import ValenceEvaluation

/// One model's part of a report.
public struct EvaluatedModel: Codable, Sendable, Equatable {
    /// What tells it from the others: a file name, or the model type.
    public var name: String
    /// What it is, in the field's words: "GRU, one direction, max pooling".
    public var architecture: String
    public var settings: [ReportEntry]
    public var parameterCount: Int?
    public var fileByteCount: Int?
    public var metrics: Metrics
    /// What the logits were divided by before the softmax; `nil` where the model is not calibrated.
    public var temperature: Double?
    /// How many of the reviews were longer than the model reads, and were cut.
    public var cutReviewCount: Int?
    /// The most confident ones first; `nil` where examples are to be left out.
    public var mistakes: [Mistake]?
    /// One entry an epoch; empty where the model file does not tell.
    public var history: [TrainingEpoch]
    /// Where the model came from: data checksums, seed, versions.
    public var card: [ReportEntry]

    public init(
        name: String, architecture: String, settings: [ReportEntry] = [], parameterCount: Int? = nil,
        fileByteCount: Int? = nil, metrics: Metrics, temperature: Double? = nil, cutReviewCount: Int? = nil,
        mistakes: [Mistake]? = nil, history: [TrainingEpoch] = [], card: [ReportEntry] = []
    ) {
        self.name = name
        self.architecture = architecture
        self.settings = settings
        self.parameterCount = parameterCount
        self.fileByteCount = fileByteCount
        self.metrics = metrics
        self.temperature = temperature
        self.cutReviewCount = cutReviewCount
        self.mistakes = mistakes
        self.history = history
        self.card = card
    }
}

/// What one pass over the training data did.
public struct TrainingEpoch: Codable, Sendable, Equatable {
    /// From 1.
    public var epoch: Int
    public var trainingLoss: Double?
    public var validationLoss: Double?
    public var validationAccuracy: Double?
    public var learningRate: Double?
    /// Whether the model that was kept is the one after this epoch.
    public var isBest: Bool

    public init(
        epoch: Int, trainingLoss: Double? = nil, validationLoss: Double? = nil, validationAccuracy: Double? = nil,
        learningRate: Double? = nil, isBest: Bool = false
    ) {
        self.epoch = epoch
        self.trainingLoss = trainingLoss
        self.validationLoss = validationLoss
        self.validationAccuracy = validationAccuracy
        self.learningRate = learningRate
        self.isBest = isBest
    }
}
