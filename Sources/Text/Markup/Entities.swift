/// Character references of HTML: `&amp;`, `&#39;`, `&#x2122;`.
enum Entities {
    /// `text` with every reference replaced by its character; nothing if there is none.
    ///
    /// A reference whose `&` is itself escaped (`&amp;quot;`) is decoded too: reviews that went through two web forms hold
    /// many, and nobody writes about `&quot;`. What is not a reference stays as it is.
    static func decoded(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        guard var next = firstAmpersand(in: text) else { return nil }
        var result: [UInt8] = []
        var copied = text.startIndex
        while true {
            if let (scalar, end) = reference(in: text, at: next) {
                if result.isEmpty { result.reserveCapacity(text.count) }
                result.append(contentsOf: text[copied..<next])
                result.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
                copied = end
                next = end
            } else {
                next += 1
            }
            guard let following = text[next...].firstIndex(of: UInt8(ascii: "&")) else { break }
            next = following
        }
        guard copied > text.startIndex else { return nil }
        result.append(contentsOf: text[copied...])
        return result
    }

    /// A character reference in a text.
    struct Reference: Equatable {
        /// Of the text that it stands in.
        let range: Range<Int>
        /// Of its character in UTF-8.
        let byteCount: Int

        var removedCount: Int { range.count - byteCount }
    }

    /// The references that `decoded` replaces.
    static func references(in text: ArraySlice<UInt8>) -> [Reference] {
        var references: [Reference] = []
        var rest = text
        while let start = firstAmpersand(in: rest) {
            guard let (scalar, end) = reference(in: text, at: start) else {
                rest = text[(start + 1)...]
                continue
            }
            references.append(Reference(range: start..<end, byteCount: UTF8.width(scalar)))
            rest = text[end...]
        }
        return references
    }

    /// The character that the reference at `start` stands for, and where the reference ends.
    private static func reference(
        in text: ArraySlice<UInt8>, at start: Int
    ) -> (scalar: Unicode.Scalar, end: Int)? {
        guard let (scalar, end) = single(text[(start + 1)...]) else { return nil }
        guard scalar == "&" else { return (scalar, end) }
        // The escaped ampersand of a reference escaped again, any number of times.
        var inner = end
        while text[inner...].starts(with: "amp;".utf8) { inner += 4 }
        return single(text[inner...]) ?? (scalar, inner)
    }

    /// The same for what follows an ampersand.
    private static func single(_ rest: ArraySlice<UInt8>) -> (scalar: Unicode.Scalar, end: Int)? {
        if rest.first == UInt8(ascii: "#") { return numeric(rest.dropFirst()) }
        var packed: UInt64 = 0
        for (index, byte) in rest.prefix(9).enumerated() {
            if byte == UInt8(ascii: ";") {
                return EntityNames.scalar(packed).map { ($0, rest.startIndex + index + 1) }
            }
            guard index < 8, byte < 0x80 else { return nil }
            packed = packed << 8 | UInt64(byte)
        }
        return nil
    }

    /// Digits, decimal or hexadecimal behind an `x`, and a semicolon that may be missing.
    private static func numeric(_ rest: ArraySlice<UInt8>) -> (scalar: Unicode.Scalar, end: Int)? {
        let isHexadecimal = rest.first.map { $0 | 0x20 == UInt8(ascii: "x") } ?? false
        let digits = isHexadecimal ? rest.dropFirst() : rest
        var value: UInt32 = 0
        var end = digits.startIndex
        while end < digits.endIndex, let digit = digit(digits[end], isHexadecimal) {
            value = min(0x110000, value * (isHexadecimal ? 16 : 10) + digit)
            end += 1
        }
        guard end > digits.startIndex else { return nil }
        if end < digits.endIndex, digits[end] == UInt8(ascii: ";") { end += 1 }
        return (Unicode.Scalar(value == 0 ? 0xFFFD : Windows1252.mended(value)) ?? "\u{FFFD}", end)
    }

    private static func digit(_ byte: UInt8, _ isHexadecimal: Bool) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f") where isHexadecimal: UInt32(byte - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F") where isHexadecimal: UInt32(byte - UInt8(ascii: "A") + 10)
        default: nil
        }
    }
}
