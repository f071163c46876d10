extension Scanner {
    /// Writes the emoticon at `position`, which begins with `eyes`, in its plainest form; says whether there is one.
    ///
    /// Noses are dropped, `=` is `:`, every bracket a round one, letters are capitals, a repeated mouth is a double one.
    mutating func scanEmoticon(_ eyes: UInt8, into writer: inout TokenWriter) -> Bool {
        switch eyes {
        case UInt8(ascii: "("): return scanReversed(into: &writer)
        case UInt8(ascii: "^"): return scanFixed("^_^", into: &writer) || scanFixed("^^", into: &writer)
        case UInt8(ascii: ">"): return scanFixed(">_<", into: &writer)
        case UInt8(ascii: "-"): return scanFixed("-_-", into: &writer)
        default: return scanFace(eyes, into: &writer)
        }
    }

    private mutating func scanFixed(_ face: StaticString, into writer: inout TokenWriter) -> Bool {
        guard text.has(face, at: position) else { return false }
        writer.token(face)
        position += face.utf8CodeUnitCount
        return true
    }

    /// `(:`, `(-:`, `(;`: the same with the mouth first.
    private mutating func scanReversed(into writer: inout TokenWriter) -> Bool {
        var end = position + 1
        if text[end] == UInt8(ascii: "-") { end += 1 }
        guard text[end] == UInt8(ascii: ":") || text[end] == UInt8(ascii: ";") else { return false }
        // `(:` before a word is a bracket and a colon.
        let after = text[end + 1]
        guard kind(after) == ByteTable.Kind.separator || after == UInt8(ascii: "'") else { return false }
        writer.put(text[end])
        writer.put(UInt8(ascii: ")"))
        writer.end()
        position = end + 1
        return true
    }

    private mutating func scanFace(_ eyes: UInt8, into writer: inout TokenWriter) -> Bool {
        var end = position + 1
        let hasTear = text[end] == UInt8(ascii: "'") && eyes == UInt8(ascii: ":")
        let hasNose = text[end] == UInt8(ascii: "-") || text[end] == UInt8(ascii: "^")
        if hasTear || hasNose { end += 1 }
        if hasTear, text[end] == UInt8(ascii: "-") { end += 1 }
        let drawn = text[end]
        guard let mouth = Self.mouth(drawn), Self.fits(eyes, mouth) else { return false }
        let first = end
        while text[end] == drawn { end += 1 }
        guard isFace(mouth, hasNose: hasNose || hasTear, end: end) else { return false }

        writer.put(eyes == UInt8(ascii: "=") ? UInt8(ascii: ":") : eyes)
        if hasTear { writer.put(UInt8(ascii: "'")) }
        writer.put(mouth)
        if end - first > 1 { writer.put(mouth) }
        writer.end()
        position = end
        return true
    }

    /// Tells a face from punctuation by what stands around it: `(see:)`, `10:30`, `and:/or` and `list:(a)` are none.
    private func isFace(_ mouth: UInt8, hasNose: Bool, end: Int) -> Bool {
        let before: UInt8 = position > 0 ? text[position - 1] : 0x20
        let touchesWord = kind(before) == ByteTable.Kind.word || before >= 0x80
        let meetsWord = kind(text[end]) == ByteTable.Kind.word || text[end] >= 0x80
        switch mouth {
        case UInt8(ascii: ")"), UInt8(ascii: "("):
            return kind(text[end]) != ByteTable.Kind.word || before <= 0x20
        case UInt8(ascii: "/"):
            return !meetsWord && text[end] != UInt8(ascii: "/") && (hasNose || !touchesWord)
        default:
            return !meetsWord && (hasNose || !touchesWord)
        }
    }

    private static func mouth(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): UInt8(ascii: ")")
        case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): UInt8(ascii: "(")
        case UInt8(ascii: "D"), UInt8(ascii: "d"): UInt8(ascii: "D")
        case UInt8(ascii: "P"), UInt8(ascii: "p"): UInt8(ascii: "P")
        case UInt8(ascii: "O"), UInt8(ascii: "o"), UInt8(ascii: "0"): UInt8(ascii: "O")
        case UInt8(ascii: "S"), UInt8(ascii: "s"): UInt8(ascii: "S")
        case UInt8(ascii: "X"), UInt8(ascii: "x"): UInt8(ascii: "X")
        case UInt8(ascii: "/"), UInt8(ascii: "\\"): UInt8(ascii: "/")
        case UInt8(ascii: "|"), UInt8(ascii: "*"), UInt8(ascii: "3"), UInt8(ascii: "@"), UInt8(ascii: "$"): byte
        default: nil
        }
    }

    /// Winks and `=` have few mouths; the rest would be formulas and lists.
    private static func fits(_ eyes: UInt8, _ mouth: UInt8) -> Bool {
        eyes == UInt8(ascii: ":") || "()DP".utf8.contains(mouth)
            || (eyes == UInt8(ascii: ";") && mouth == UInt8(ascii: "*"))
    }
}
