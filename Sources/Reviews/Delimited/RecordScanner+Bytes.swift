import Foundation

/// Finds one record's fields in delimited text.
struct RecordScanner {
    let delimiter: UInt8
    let quoting: Dialect.Quoting

    init(_ dialect: Dialect) {
        delimiter = dialect.delimiter
        quoting = dialect.quoting
    }

    private static let quote = UInt8(ascii: "\"")
    private static let backslash = UInt8(ascii: "\\")
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    enum Outcome: Equatable {
        /// The record ends before `next`, where the following one begins.
        case record(next: Int)
        /// The record may go on behind the end of the bytes.
        case needsMore
        /// The bytes end inside a quoted field.
        case unterminated
    }

    /// The fields of a record: their bytes without quotes, one behind the other, and where each ends.
    struct Fields {
        var bytes: [UInt8] = []
        var ends: [Int32] = []
        /// Something else than a delimiter or a line end stood behind a closing quote.
        var hasTextBehindQuote = false
        var hasQuotedField = false
        var isBlankLine: Bool { ends.count == 1 && bytes.isEmpty && !hasQuotedField }
    }

    /// Reads the record that begins at `start`.
    /// - Parameter isLast: nothing follows `bytes`.
    func scan(_ bytes: [UInt8], from start: Int, isLast: Bool, into fields: inout Fields) -> Outcome {
        bytes.withUnsafeBufferPointer { scan($0, from: start, isLast: isLast, into: &fields) }
    }

    private func scan(
        _ input: UnsafeBufferPointer<UInt8>, from start: Int, isLast: Bool, into fields: inout Fields
    ) -> Outcome {
        var at = start
        while true {
            if quoting != .none, at < input.count, input[at] == Self.quote {
                fields.hasQuotedField = true
                switch quoted(input, from: at + 1, isLast: isLast, into: &fields) {
                case .record(let next): at = next
                case let other: return other
                }
                if at < input.count, input[at] != delimiter, input[at] != Self.lineFeed,
                    input[at] != Self.carriageReturn
                {
                    fields.hasTextBehindQuote = true
                }
            }
            let end = endOfPlainRun(input, from: at)
            if end == input.count, !isLast { return .needsMore }
            fields.bytes.append(contentsOf: UnsafeBufferPointer(rebasing: input[at..<end]))
            fields.ends.append(Int32(fields.bytes.count))
            if end == input.count { return .record(next: end) }
            switch input[end] {
            case delimiter:
                at = end + 1
            case Self.lineFeed:
                return .record(next: end + 1)
            default:
                if end + 1 < input.count { return .record(next: input[end + 1] == Self.lineFeed ? end + 2 : end + 1) }
                return isLast ? .record(next: end + 1) : .needsMore
            }
        }
    }

    /// The inside of a quoted field; `.record(next:)` is where it goes on behind the closing quote.
    private func quoted(
        _ input: UnsafeBufferPointer<UInt8>, from start: Int, isLast: Bool, into fields: inout Fields
    ) -> Outcome {
        let open: Outcome = isLast ? .unterminated : .needsMore
        var at = start
        while true {
            guard let mark = nextMark(input, from: at) else { return open }
            if input[mark] == Self.backslash {
                guard mark + 1 < input.count else { return open }
                let next = input[mark + 1]
                // Only a quote or a backslash is meant by a backslash; before anything else it stands for itself.
                let isEscape = next == Self.quote || next == Self.backslash
                fields.bytes.append(contentsOf: UnsafeBufferPointer(rebasing: input[at..<mark + (isEscape ? 0 : 1)]))
                if isEscape { fields.bytes.append(next) }
                at = mark + (isEscape ? 2 : 1)
                continue
            }
            if mark + 1 == input.count, !isLast { return .needsMore }
            if mark + 1 < input.count, input[mark + 1] == Self.quote {
                fields.bytes.append(contentsOf: UnsafeBufferPointer(rebasing: input[at...mark]))
                at = mark + 2
                continue
            }
            fields.bytes.append(contentsOf: UnsafeBufferPointer(rebasing: input[at..<mark]))
            return .record(next: mark + 1)
        }
    }

    /// The next quote, or backslash where that means something.
    private func nextMark(_ input: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        guard start < input.count else { return nil }
        let quote = Self.find(Self.quote, input, from: start)
        guard quoting == .backslash else { return quote }
        guard let backslash = Self.find(Self.backslash, input, from: start, before: quote) else { return quote }
        return backslash
    }

    private static func find(
        _ byte: UInt8, _ input: UnsafeBufferPointer<UInt8>, from start: Int, before end: Int? = nil
    ) -> Int? {
        guard let base = input.baseAddress,
            let found = memchr(base + start, Int32(byte), (end ?? input.count) - start)
        else { return nil }
        return UnsafeRawPointer(base).distance(to: found)
    }

    /// Where an unquoted run ends: the next delimiter or line end, sixteen bytes at a time.
    private func endOfPlainRun(_ input: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var at = start
        if let base = input.baseAddress {
            let delimiters = SIMD16(repeating: delimiter)
            let feeds = SIMD16(repeating: Self.lineFeed)
            let returns = SIMD16(repeating: Self.carriageReturn)
            while at + 16 <= input.count {
                let bytes = UnsafeRawPointer(base + at).loadUnaligned(as: SIMD16<UInt8>.self)
                if any((bytes .== delimiters) .| (bytes .== feeds) .| (bytes .== returns)) { break }
                at += 16
            }
        }
        while at < input.count {
            let byte = input[at]
            if byte == delimiter || byte == Self.lineFeed || byte == Self.carriageReturn { return at }
            at += 1
        }
        return at
    }

    /// Where the line that `start` stands on ends; `nil` if that is behind `input`.
    static func endOfLine(_ input: [UInt8], from start: Int) -> Int? {
        var at = start
        while at < input.count {
            if input[at] == lineFeed { return at + 1 }
            if input[at] == carriageReturn {
                return at + 1 < input.count && input[at + 1] == lineFeed ? at + 2 : at + 1
            }
            at += 1
        }
        return nil
    }

    /// How many lines end in a part of the input; CR LF is one end.
    static func countLines(_ bytes: [UInt8], _ range: Range<Int>) -> Int {
        bytes.withUnsafeBufferPointer { countLines($0, range) }
    }

    private static func countLines(_ input: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Int {
        var count = 0
        var at = range.lowerBound
        if let base = input.baseAddress {
            let feeds = SIMD16(repeating: lineFeed)
            let returns = SIMD16(repeating: carriageReturn)
            while at + 16 <= range.upperBound {
                let bytes = UnsafeRawPointer(base + at).loadUnaligned(as: SIMD16<UInt8>.self)
                if any((bytes .== feeds) .| (bytes .== returns)) {
                    for index in at..<at + 16 where endsLine(input, index) { count += 1 }
                }
                at += 16
            }
        }
        while at < range.upperBound {
            if endsLine(input, at) { count += 1 }
            at += 1
        }
        return count
    }

    private static func endsLine(_ input: UnsafeBufferPointer<UInt8>, _ at: Int) -> Bool {
        input[at] == lineFeed
            || (input[at] == carriageReturn && !(at + 1 < input.count && input[at + 1] == lineFeed))
    }
}
