import ValenceReviews

/// How a file of reviews is labelled.
public struct ClassifyOptions: Sendable {
    public enum OutputFormat: String, Sendable, CaseIterable {
        case csv, tsv, jsonl

        var rowFormat: RowWriter.Format {
            switch self {
            case .csv: .delimited(UInt8(ascii: ","))
            case .tsv: .delimited(UInt8(ascii: "\t"))
            case .jsonl: .jsonLines
            }
        }
    }

    /// `-` is standard output.
    public var outputPath = "-"
    /// `nil`: the input's family.
    public var outputFormat: OutputFormat?
    /// A confidence below it gives the label `review`.
    public var minimumConfidence: Double?
    /// How many words a column `why` names that moved an answer most; `nil` for no such column.
    public var whyWords: Int?
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
