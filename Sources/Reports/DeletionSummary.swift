/// Whether the words that explain a model's answers are those that decided: taking them out must move the answer more than
/// taking out as many at random.
public struct DeletionSummary: Codable, Sendable, Equatable {
    /// How many reviews were tried.
    public var reviewCount: Int
    /// How many words were taken out of each.
    public var wordCount: Int
    /// By how much the answer's log-odds fall on average without the words that speak most for it.
    public var topDrop: Double
    /// The same for random words.
    public var randomDrop: Double
    /// The share of answers that change without the top words.
    public var topFlips: Double
    public var randomFlips: Double

    public init(
        reviewCount: Int, wordCount: Int, topDrop: Double, randomDrop: Double, topFlips: Double, randomFlips: Double
    ) {
        self.reviewCount = reviewCount
        self.wordCount = wordCount
        self.topDrop = topDrop
        self.randomDrop = randomDrop
        self.topFlips = topFlips
        self.randomFlips = randomFlips
    }
}
