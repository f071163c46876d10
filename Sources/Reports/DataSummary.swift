/// What was read before anything was judged.
public struct DataSummary: Codable, Sendable, Equatable {
    /// How often something was seen: a label, a reason to reject.
    public struct Count: Codable, Sendable, Equatable {
        public var name: String
        public var count: Int

        public init(_ name: String, _ count: Int) {
            self.name = name
            self.count = count
        }
    }

    public var files: [String]
    /// How many records the files hold, rejected ones included.
    public var rowCount: Int
    /// How many of them were evaluated.
    public var evaluatedCount: Int
    /// Why the others were not, in the order in which they are shown.
    public var rejects: [Count]
    /// How many evaluated reviews have each label, in the models' order.
    public var labels: [Count]
    /// How long the evaluated reviews are; `nil` where nobody counted.
    public var lengths: LengthSummary?
    /// How many evaluated reviews repeat the text of an earlier one; `nil` where nobody looked.
    public var duplicateCount: Int?

    public init(
        files: [String], rowCount: Int, evaluatedCount: Int, rejects: [Count] = [], labels: [Count],
        lengths: LengthSummary? = nil, duplicateCount: Int? = nil
    ) {
        self.files = files
        self.rowCount = rowCount
        self.evaluatedCount = evaluatedCount
        self.rejects = rejects
        self.labels = labels
        self.lengths = lengths
        self.duplicateCount = duplicateCount
    }
}
