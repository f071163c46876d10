/// How a file of reviews is labelled.
public struct ClassifyOptions: Sendable {
    public enum OutputFormat: String, Sendable, CaseIterable { case csv, tsv, jsonl }

    /// `-` is standard output.
    public var outputPath = "-"
    /// `nil`: the input's family.
    public var outputFormat: OutputFormat?
    /// A confidence below it gives the label `review`.
    public var minimumConfidence: Double?
    /// Answers each record before the next one is read.
    public var isLineBuffered = false
    /// How many reviews are classified at once; the answers do not depend on it.
    public var batchSize = 256
    /// How many cores to use; the answers do not depend on it.
    public var threads: Int
    /// Overwrite an existing output.
    public var overwrites = false

    public init(threads: Int) {
        self.threads = threads
    }
}

/// What a classifying run did.
public struct ClassifySummary: Sendable {
    /// Rows written, one a record.
    public var records = 0
    public var classified = 0
    public var empty = 0
    public var rejected = 0
    /// Classified reviews by label, in the model's order.
    public var labelCounts: [(label: String, count: Int)] = []
    /// Classified, but below the minimal confidence.
    public var unsure = 0
    /// Where the first rejected record stands, and why it was.
    public var firstRejection: String?
    public var wasCancelled = false

    package init() {}
}
