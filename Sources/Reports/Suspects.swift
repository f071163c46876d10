/// Reviews whose label disagrees with their text: all models answer otherwise, each with at least the confidence that it has
/// on average where that answer is the label (the threshold of confident learning; Northcutt et al. 2021,
/// doi:10.1613/jair.1.12125).
public struct Suspects: Codable, Sendable, Equatable {
    public var count: Int
    /// Those of least probable label first; `nil` where examples are to be left out.
    public var examples: [Mistake]?

    public init(count: Int, examples: [Mistake]?) {
        self.count = count
        self.examples = examples
    }
}
