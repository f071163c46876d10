/// Where a record stands in its input, for messages: `reviews.csv:1042`.
public struct Place: Sendable, Hashable, CustomStringConvertible {
    /// The path as the user gave it; `-` is standard input.
    public var file: String
    /// The line the record begins on, counted from 1; `nil` where lines mean nothing (a folder of files).
    public var line: Int?

    public init(file: String, line: Int? = nil) {
        self.file = file
        self.line = line
    }

    public var description: String {
        let name = file == "-" ? "standard input" : file
        guard let line else { return name }
        return "\(name):\(line)"
    }
}
