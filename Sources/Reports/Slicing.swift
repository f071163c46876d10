import ValenceEvaluation

/// One way to part the reviews: by length, by confidence, by a column.
public struct Slicing: Codable, Sendable, Equatable {
    public enum Kind: String, Codable, Sendable {
        case length, confidence, column
    }

    public var kind: Kind
    /// Such as "length" or a column's name.
    public var name: String
    /// In the order of what parts them; a column's values in the order of their first review.
    public var slices: [Slice]

    public init(kind: Kind, name: String, slices: [Slice]) {
        self.kind = kind
        self.name = name
        self.slices = slices
    }
}
