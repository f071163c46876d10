import ValenceEvaluation

/// How the evaluated reviews compare with those that a model was made with.
public struct Familiarity: Codable, Sendable, Equatable {
    /// Reviews whose text the model was made with, and what it is worth on the others.
    public struct Overlap: Codable, Sendable, Equatable {
        /// The same text, capitals, blanks, tags and commas aside.
        public var copyCount: Int
        /// At least 80 % alike.
        public var nearCount: Int
        /// How many of both the model labels right.
        public var correctCount: Int
        public var newCount: Int
        public var newCorrectCount: Int
        /// The share of its texts that the model remembers; below 1 there may be more.
        public var rememberedShare: Double

        public init(
            copyCount: Int = 0, nearCount: Int = 0, correctCount: Int = 0, newCount: Int = 0, newCorrectCount: Int = 0,
            rememberedShare: Double = 1
        ) {
            self.copyCount = copyCount
            self.nearCount = nearCount
            self.correctCount = correctCount
            self.newCount = newCount
            self.newCorrectCount = newCorrectCount
            self.rememberedShare = rememberedShare
        }

        public var seenCount: Int { copyCount + nearCount }
        public var newAccuracy: Double? { newCount == 0 ? nil : Double(newCorrectCount) / Double(newCount) }
        public var newInterval: ConfidenceInterval? { .wilson(successes: newCorrectCount, trials: newCount) }
        public var seenAccuracy: Double? { seenCount == 0 ? nil : Double(correctCount) / Double(seenCount) }
    }

    /// One number of the training reviews and of these.
    public struct Shift: Codable, Sendable, Equatable {
        public enum Unit: String, Codable, Sendable { case tokens, share }

        public var name: String
        public var unit: Unit
        public var training: Double?
        public var here: Double?

        public init(_ name: String, _ unit: Unit, training: Double?, here: Double?) {
            self.name = name
            self.unit = unit
            self.training = training
            self.here = here
        }
    }

    /// `nil` where the model does not remember its texts.
    public var overlap: Overlap?
    public var shifts: [Shift]
    /// Half the sum of the differences between the shares of reviews of each length: 0 the same lengths, 1 none in common.
    public var lengthDistance: Double?

    public init(overlap: Overlap?, shifts: [Shift], lengthDistance: Double?) {
        self.overlap = overlap
        self.shifts = shifts
        self.lengthDistance = lengthDistance
    }
}
