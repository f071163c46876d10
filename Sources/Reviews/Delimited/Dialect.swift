/// How a delimited file is written.
package struct Dialect: Sendable, Equatable {
    /// What a quote means.
    package enum Quoting: String, Sendable {
        /// RFC 4180: a field may stand in quotes, a quote inside is doubled.
        case doubled
        /// A quote inside a quoted field may also stand behind a backslash.
        case backslash
        /// A quote is a character like any other.
        case none
    }

    package var delimiter: UInt8
    package var quoting: Quoting
    package var hasHeader: Bool

    package init(delimiter: UInt8, quoting: Quoting = .doubled, hasHeader: Bool = true) {
        self.delimiter = delimiter
        self.quoting = quoting
        self.hasHeader = hasHeader
    }

    /// In words: "comma-separated, quoted, with a header".
    package var description: String {
        let names: [UInt8: String] = [
            UInt8(ascii: ","): "comma", UInt8(ascii: ";"): "semicolon", UInt8(ascii: "\t"): "tab",
            UInt8(ascii: "|"): "bar",
        ]
        let name = names[delimiter] ?? "'\(String(decoding: [delimiter], as: UTF8.self))'"
        let quotes =
            switch quoting {
            case .doubled: "quotes doubled"
            case .backslash: "quotes behind backslashes"
            case .none: "not quoted"
            }
        return "\(name)-separated, \(quotes), \(hasHeader ? "with" : "without") a header"
    }
}
