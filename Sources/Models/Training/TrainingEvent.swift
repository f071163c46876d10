/// What happens in a training run, as it happens; a library emits these, only the command prints.
public enum TrainingEvent: Sendable {
    /// Something found or chosen for the user, in a sentence.
    case note(String)
    /// Reviews read so far.
    case reading(records: Int)
    case started(TrainingStart)
    case progress(TrainingProgress)
    case epochEnded(EpochSummary)
    /// Something that went wrong and was mended, in a sentence.
    case warning(String)
    case modelSaved(kind: ModelKind, path: String, byteCount: Int)
}

/// A model about to be trained.
public struct TrainingStart: Sendable, Codable {
    public var kind: ModelKind
    public var architecture: String
    /// `nil` where the count is known only when training ends.
    public var parameterCount: Int?
    public var trainingReviews: Int
    public var validationReviews: Int
}

/// Where a training run stands.
public struct TrainingProgress: Sendable, Codable {
    public var kind: ModelKind
    /// What is being done, in a word or two: "epoch", "counting n-grams".
    public var stage: String
    /// Counted from 1; 0 where the model does not learn in epochs.
    public var epoch: Int
    public var epochs: Int
    /// Of the stage or epoch, 0 to 1.
    public var fractionDone: Double
    /// Means over the epoch so far.
    public var loss: Double?
    public var accuracy: Double?
    public var tokensPerSecond: Double?
    public var secondsLeft: Double?

    public init(
        kind: ModelKind, stage: String, epoch: Int = 0, epochs: Int = 0, fractionDone: Double, loss: Double? = nil,
        accuracy: Double? = nil, tokensPerSecond: Double? = nil, secondsLeft: Double? = nil
    ) {
        self.kind = kind
        self.stage = stage
        self.epoch = epoch
        self.epochs = epochs
        self.fractionDone = fractionDone
        self.loss = loss
        self.accuracy = accuracy
        self.tokensPerSecond = tokensPerSecond
        self.secondsLeft = secondsLeft
    }
}

/// One pass over the training reviews, with what the validation reviews say of it.
public struct EpochSummary: Sendable, Codable, Equatable {
    public var kind: ModelKind
    public var epoch: Int
    public var trainingLoss: Double
    public var trainingAccuracy: Double
    public var validationLoss: Double?
    public var validationAccuracy: Double?
    public var learningRate: Double
    /// Mean gradient norm before clipping; `nil` where it is not computed.
    public var gradientNorm: Double?
    public var clippedSteps: Int
    public var nonFiniteSteps: Int
    public var isBest: Bool
    /// Measured; kept out of models and pages.
    public var elapsedSeconds: Double

    public init(
        kind: ModelKind, epoch: Int, trainingLoss: Double, trainingAccuracy: Double, validationLoss: Double?,
        validationAccuracy: Double?, learningRate: Double, gradientNorm: Double? = nil, clippedSteps: Int = 0,
        nonFiniteSteps: Int = 0, isBest: Bool, elapsedSeconds: Double
    ) {
        self.kind = kind
        self.epoch = epoch
        self.trainingLoss = trainingLoss
        self.trainingAccuracy = trainingAccuracy
        self.validationLoss = validationLoss
        self.validationAccuracy = validationAccuracy
        self.learningRate = learningRate
        self.gradientNorm = gradientNorm
        self.clippedSteps = clippedSteps
        self.nonFiniteSteps = nonFiniteSteps
        self.isBest = isBest
        self.elapsedSeconds = elapsedSeconds
    }

    /// The same without what was measured, so that equal trainings give equal bytes.
    var withoutTime: EpochSummary {
        var summary = self
        summary.elapsedSeconds = 0
        return summary
    }
}
