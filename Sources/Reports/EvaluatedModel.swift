import ValenceEvaluation

/// One model's part of a report.
public struct EvaluatedModel: Codable, Sendable, Equatable {
    /// What tells it from the others: a file name, or the model type.
    public var name: String
    /// The word of the command line: `bilstm`, `bow`, `embedding`.
    public var kind: String?
    /// What it is, in the field's words: "GRU, one direction, max pooling".
    public var architecture: String
    public var settings: [ReportEntry]
    public var parameterCount: Int?
    public var fileByteCount: Int?
    public var metrics: Metrics
    /// Of the numbers that no formula gives an interval for.
    public var intervals: ResampledIntervals
    public var curves: ScoreCurves?
    /// What the logits were divided by before the softmax; `nil` where the model is not calibrated.
    public var temperature: Double?
    /// How good the probabilities were before.
    public var uncalibrated: Uncalibrated?
    /// How many of the reviews were longer than the model reads, and were cut.
    public var cutReviewCount: Int?
    public var slicings: [Slicing]
    /// `nil` where the model does not tell of its training reviews.
    public var familiarity: Familiarity?
    /// The most confident ones first; `nil` where examples are to be left out.
    public var mistakes: [Mistake]?
    /// Whether the words marked in `mistakes` are those that decided; `nil` where nobody tried.
    public var deletion: DeletionSummary?
    /// One entry an epoch; empty where the model file does not tell.
    public var history: [TrainingEpoch]
    /// Where the model came from: data checksums, seed, versions.
    public var card: [ReportEntry]

    /// A model that is known by its numbers alone.
    public init(name: String, architecture: String, metrics: Metrics) {
        self.name = name
        self.architecture = architecture
        self.metrics = metrics
        settings = []
        intervals = ResampledIntervals(metrics)
        slicings = []
        history = []
        card = []
    }

    /// A model with everything that follows from its predictions.
    /// - Parameter temperature: what the logits behind the probabilities were divided by.
    public init(name: String, architecture: String, predictions: Predictions, temperature: Double? = nil) {
        self.init(name: name, architecture: architecture, metrics: Metrics(predictions))
        self.temperature = temperature
        curves = ScoreCurves(predictions)
        uncalibrated = temperature.map { Uncalibrated(predictions.withoutTemperature($0)) }
    }
}

/// The numbers that judge probabilities, of a model before its temperature.
public struct Uncalibrated: Codable, Sendable, Equatable {
    public let scores: ProbabilityScores
    public let calibration: Calibration

    init(_ predictions: Predictions) {
        let metrics = Metrics(predictions)
        scores = metrics.scores
        calibration = metrics.calibration
    }
}

/// What one pass over the training data did.
public struct TrainingEpoch: Codable, Sendable, Equatable {
    /// From 1.
    public var epoch: Int
    public var trainingLoss: Double?
    public var trainingAccuracy: Double?
    public var validationLoss: Double?
    public var validationAccuracy: Double?
    public var learningRate: Double?
    /// Mean norm before clipping.
    public var gradientNorm: Double?
    public var clippedSteps: Int?
    /// Steps that met a value that is not finite, and were left out.
    public var nonFiniteSteps: Int?
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
