import ValenceEvaluation

/// What a model says of reviews without labels, added up: the shares of its labels, over time and by group, their words and
/// a few reviews.
public struct DumpSummary: Sendable {
    /// How large a part one label has.
    public struct Share: Sendable, Equatable {
        public var label: String
        /// The share that the model calls so, errors and all.
        public var counted: Double
        /// Corrected for the errors that the model is known to make; `nil` where these are not known.
        public var corrected: Double?
        /// Of the corrected share, or else of the counted one, which then covers chance alone.
        public var interval: ConfidenceInterval?

        public init(label: String, counted: Double, corrected: Double?, interval: ConfidenceInterval?) {
            self.label = label
            self.counted = counted
            self.corrected = corrected
            self.interval = interval
        }

        /// The better one of both.
        public var best: Double { corrected ?? counted }
    }

    /// Reviews of one period, or of one value of a column.
    public struct Group: Sendable, Equatable {
        public var name: String
        public var count: Int
        /// In the order of the labels.
        public var shares: [Share]

        public init(name: String, count: Int, shares: [Share]) {
            self.name = name
            self.count = count
            self.shares = shares
        }
    }

    public struct Word: Sendable, Equatable {
        public var word: String
        /// Reviews of the label with the word, and others with it.
        public var count: Int
        public var countElsewhere: Int
        /// Log-odds ratio over its standard error.
        public var score: Double

        public init(word: String, count: Int, countElsewhere: Int, score: Double) {
            self.word = word
            self.count = count
            self.countElsewhere = countElsewhere
            self.score = score
        }
    }

    public struct Example: Sendable, Equatable {
        public var place: String
        public var text: String
        public var confidence: Double

        public init(place: String, text: String, confidence: Double) {
            self.place = place
            self.text = text
            self.confidence = confidence
        }
    }

    /// The files' names.
    public var title: String
    public var model: String
    public var records: Int
    public var classified: Int
    public var empty: Int
    public var rejected: Int
    public var shares: [Share]
    /// Why there are no corrected shares; `nil` where there are.
    public var uncorrectedReason: String?
    /// Reviews that the model has learned from.
    public var seen = 0
    public var dateColumn: String?
    /// What `periods` are: day, month or year.
    public var periodUnit = "month"
    /// Ascending.
    public var periods: [Group] = []
    /// Reviews whose date could not be understood.
    public var undated = 0
    /// How dates such as 05/06/2023 were read, where the column has such: "day/month".
    public var dateOrder: String?
    public var groupColumn: String?
    /// The largest first.
    public var groups: [Group] = []
    /// How many values the column has, those not among `groups` included.
    public var groupCount = 0
    /// By label.
    public var words: [[Word]] = []
    /// By label; `nil` where texts are to stay out.
    public var examples: [[Example]]?

    public init(
        title: String, model: String, records: Int, classified: Int, empty: Int, rejected: Int, shares: [Share]
    ) {
        self.title = title
        self.model = model
        self.records = records
        self.classified = classified
        self.empty = empty
        self.rejected = rejected
        self.shares = shares
    }

    var labels: [String] { shares.map(\.label) }
}
