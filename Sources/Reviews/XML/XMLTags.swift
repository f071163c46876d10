/// The pieces of bytes that look like XML: tags, texts between them, and what is neither.
///
/// A `<` that begins no tag is text: `<3`, `a < b`, `<name` without a `>` before the next `<`.
struct XMLTags: Sequence, IteratorProtocol {
    enum Piece: Equatable {
        case text(Range<Int>)
        /// The range is the name's.
        case open(Range<Int>, isEmpty: Bool)
        case close(Range<Int>)
        /// A comment, CDATA section, processing instruction or declaration.
        case other(Range<Int>)
    }

    /// Kinds of markup whose end was looked for in vain: nothing that begins later can have one either, and looking
    /// again would make hostile bytes cost the square of their number.
    struct DeadEnds: OptionSet {
        let rawValue: UInt8
        static let comment = DeadEnds(rawValue: 1)
        static let data = DeadEnds(rawValue: 2)
        static let instruction = DeadEnds(rawValue: 4)
        static let declaration = DeadEnds(rawValue: 8)
    }

    let bytes: ArraySlice<UInt8>
    private var position: Int
    private var deadEnds: DeadEnds = []

    init(bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    mutating func next() -> Piece? {
        guard position < bytes.endIndex else { return nil }
        if bytes[position] == UInt8(ascii: "<"), let (piece, end) = Self.markup(bytes, at: position, &deadEnds) {
            position = end
            return piece
        }
        let start = position
        position += 1
        while position < bytes.endIndex {
            if bytes[position] == UInt8(ascii: "<"), Self.markup(bytes, at: position, &deadEnds) != nil { break }
            position += 1
        }
        return .text(start..<position)
    }

    /// The markup that begins at `start`, where a `<` is, and where it ends; `nil` where it is no markup.
    static func markup(
        _ bytes: ArraySlice<UInt8>, at start: Int, _ deadEnds: inout DeadEnds
    ) -> (Piece, end: Int)? {
        guard start + 1 < bytes.endIndex else { return nil }
        switch bytes[start + 1] {
        case UInt8(ascii: "!"):
            if bytes[start...].starts(with: "<!--".utf8) {
                return other(bytes, start, from: start + 4, until: "-->", .comment, &deadEnds)
            }
            if bytes[start...].starts(with: "<![CDATA[".utf8) {
                return other(bytes, start, from: start + 9, until: "]]>", .data, &deadEnds)
            }
            guard start + 2 < bytes.endIndex, bytes[start + 2].isASCIILetter else { return nil }
            return declaration(bytes, start, &deadEnds)
        case UInt8(ascii: "?"):
            return other(bytes, start, from: start + 2, until: "?>", .instruction, &deadEnds)
        case UInt8(ascii: "/"):
            let name = name(bytes, at: start + 2)
            guard !name.isEmpty else { return nil }
            var end = name.upperBound
            while end < bytes.endIndex, bytes[end].isXMLSpace { end += 1 }
            guard end < bytes.endIndex, bytes[end] == UInt8(ascii: ">") else { return nil }
            return (.close(name), end + 1)
        default: return open(bytes, start)
        }
    }

    private static func open(_ bytes: ArraySlice<UInt8>, _ start: Int) -> (Piece, end: Int)? {
        let name = name(bytes, at: start + 1)
        guard !name.isEmpty, name.upperBound < bytes.endIndex else { return nil }
        let next = bytes[name.upperBound]
        guard next.isXMLSpace || next == UInt8(ascii: ">") || next == UInt8(ascii: "/") else { return nil }
        var quote: UInt8?
        var index = name.upperBound
        while index < bytes.endIndex {
            let byte = bytes[index]
            if byte == UInt8(ascii: "<") { return nil }
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte == UInt8(ascii: ">") {
                return (.open(name, isEmpty: bytes[index - 1] == UInt8(ascii: "/")), index + 1)
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            }
            index += 1
        }
        return nil
    }

    private static func other(
        _ bytes: ArraySlice<UInt8>, _ start: Int, from: Int, until end: String, _ kind: DeadEnds,
        _ deadEnds: inout DeadEnds
    ) -> (Piece, end: Int)? {
        guard !deadEnds.contains(kind) else { return nil }
        guard let found = bytes.find(Array(end.utf8), from: from) else {
            deadEnds.insert(kind)
            return nil
        }
        return (.other(start..<found + end.utf8.count), found + end.utf8.count)
    }

    /// `<!DOCTYPE …>`, with what stands between its brackets.
    private static func declaration(
        _ bytes: ArraySlice<UInt8>, _ start: Int, _ deadEnds: inout DeadEnds
    ) -> (Piece, end: Int)? {
        guard !deadEnds.contains(.declaration) else { return nil }
        var depth = 0
        var index = start + 2
        while index < bytes.endIndex {
            switch bytes[index] {
            case UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: ">") where depth <= 0: return (.other(start..<index + 1), index + 1)
            default: break
            }
            index += 1
        }
        deadEnds.insert(.declaration)
        return nil
    }

    private static func name(_ bytes: ArraySlice<UInt8>, at start: Int) -> Range<Int> {
        var end = start
        while end < bytes.endIndex, bytes[end].isNameByte(first: end == start) { end += 1 }
        return start..<end
    }
}

extension UInt8 {
    var isASCIILetter: Bool { (self | 0x20) >= UInt8(ascii: "a") && (self | 0x20) <= UInt8(ascii: "z") }
    var isASCIIDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }

    /// Whether it may stand in an element's name; of characters beyond ASCII every one may.
    func isNameByte(first: Bool) -> Bool {
        if isASCIILetter || self == UInt8(ascii: "_") || self == UInt8(ascii: ":") || self >= 0x80 { return true }
        return !first && (isASCIIDigit || self == UInt8(ascii: "-") || self == UInt8(ascii: "."))
    }
}

extension ArraySlice<UInt8> {
    /// Where `pattern` begins next, from index `from` on.
    func find(_ pattern: [UInt8], from: Int) -> Int? {
        guard let first = pattern.first else { return nil }
        var index = Swift.max(from, startIndex)
        while index + pattern.count <= endIndex {
            if self[index] == first, self[index..<index + pattern.count].elementsEqual(pattern) { return index }
            index += 1
        }
        return nil
    }
}
