/// How long reviews are, in words parted by white space.
public struct LengthSummary: Codable, Sendable, Equatable {
    /// Reviews of `from` to `to` words.
    public struct Bin: Codable, Sendable, Equatable {
        public var from: Int
        /// `nil` for the last, which has no end.
        public var to: Int?
        public var count: Int

        public init(from: Int, to: Int?, count: Int) {
            self.from = from
            self.to = to
            self.count = count
        }

        var words: String {
            guard let to else { return "\(Numbers.count(from)) words or more" }
            return from == to ? Numbers.count(from, "word") : "\(Numbers.count(from)) to \(Numbers.count(to)) words"
        }
    }

    public var mean: Double
    /// Half the reviews have no more words.
    public var median: Int
    /// 95 of 100 reviews have no more words.
    public var percentile95: Int
    public var longest: Int
    /// Of equal width but for the last.
    public var bins: [Bin]

    public init(mean: Double, median: Int, percentile95: Int, longest: Int, bins: [Bin]) {
        self.mean = mean
        self.median = median
        self.percentile95 = percentile95
        self.longest = longest
        self.bins = bins
    }
}
