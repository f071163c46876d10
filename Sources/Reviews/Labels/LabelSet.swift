/// The labels of a task in the order that every table, matrix and model uses.
public struct LabelSet: Sendable, Equatable {
    public let names: [String]

    /// Without repeats, in order: numbers ascending where all are numbers; words of polarity from negative to positive,
    /// other words behind them by their bytes.
    public init(_ labels: some Sequence<String>) {
        let distinct = Array(Set(labels))
        let numbers = distinct.compactMap { label in Double(label).flatMap { $0.isFinite ? $0 : nil } }
        if numbers.count == distinct.count {
            names = distinct.sorted { (Double($0) ?? 0, $0) < (Double($1) ?? 0, $1) }
        } else {
            names = distinct.sorted {
                let ranks = (Self.rank($0), Self.rank($1))
                return ranks.0 == ranks.1 ? $0.utf8.lexicographicallyPrecedes($1.utf8) : ranks.0 < ranks.1
            }
        }
    }

    /// Whether the order means something: all are numbers, or all words of polarity.
    public var isOrdered: Bool {
        names.allSatisfy { Double($0)?.isFinite == true }
            || names.allSatisfy { Self.rank($0) < Self.polarity.count }
    }

    public func index(of label: String) -> Int? { names.firstIndex(of: label) }

    private static let polarity: [[String]] = [
        ["very negative", "very_negative", "strongly negative"], ["negative", "neg", "bad"],
        ["neutral", "neu"], ["mixed", "conflict"], ["positive", "pos", "good"],
        ["very positive", "very_positive", "strongly positive"],
    ]

    private static func rank(_ label: String) -> Int {
        polarity.firstIndex { $0.contains(label.lowercased()) } ?? polarity.count
    }
}
