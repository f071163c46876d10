/// How files of reviews are read; everything left `nil` or `auto` is found from the file and said.
public struct ReadingOptions: Sendable, Equatable {
    public enum Format: String, Sendable, CaseIterable { case auto, csv, tsv, jsonl, xml, folder }
    public enum Quoting: String, Sendable, CaseIterable { case auto, doubled, backslash, none }
    public enum ManyLabels: String, Sendable, CaseIterable { case agree, first }
    public enum OnError: String, Sendable, CaseIterable { case fail, skip }

    public var format = Format.auto
    public var textColumns: [String] = []
    /// Taken where no text column is named and the file has all of these: what the model in use learned from.
    package var usualTextColumns: [String] = []
    public var labelColumn: String?
    public var idColumn: String?
    public var delimiter: UInt8?
    public var quoting = Quoting.auto
    /// `nil`: found from the first rows.
    public var hasHeader: Bool?
    /// A name that iconv knows, or `auto`.
    public var encoding = "auto"
    public var xmlRecord: String?
    public var xmlText: String?
    public var xmlLabel: String?
    public var xmlLenient = false
    public var manyLabels = ManyLabels.agree
    public var onError = OnError.fail
    /// Where rejected records go, with their place and reason, as JSON Lines.
    public var rejectsPath: String?
    /// Whether the rejects file may replace one that exists.
    public var overwrites = false
    public var limit: Int?
    public var labelMap: String?

    public init() {}

    /// The same for files whose labels are of no interest, if they have any, and which may lack the other columns.
    package var withoutLabels: ReadingOptions {
        var options = self
        (options.labelColumn, options.xmlLabel, options.labelMap, options.idColumn) = (nil, nil, nil, nil)
        (options.limit, options.rejectsPath) = (nil, nil)
        return options
    }
}
