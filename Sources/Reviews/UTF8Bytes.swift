/// Small questions about UTF-8 that several readers ask.
extension ArraySlice<UInt8> {
    /// The index behind the last whole character: a character that the slice cuts stays outside.
    var endOfWholeCharacters: Int {
        var index = endIndex
        for length in 1...3 {
            guard index > startIndex else { return endIndex }
            index -= 1
            let byte = self[index]
            if byte & 0x80 == 0 { return endIndex }
            if byte & 0xC0 == 0xC0 {
                let needed = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2
                return needed > length ? index : endIndex
            }
        }
        return endIndex
    }

    /// Without the blanks, tabs and line ends at both ends.
    package var trimmed: ArraySlice<UInt8> {
        var start = startIndex
        var end = endIndex
        while start < end, self[start].isXMLSpace { start += 1 }
        while end > start, self[end - 1].isXMLSpace { end -= 1 }
        return self[start..<end]
    }

    /// Whether it holds nothing but white space, Unicode's included (no-break and zero-width ones too).
    package var isBlank: Bool {
        if let first = trimmed.first {
            if first > 0x20, first < 0x80 { return false }
            return String(decoding: self, as: UTF8.self).unicodeScalars.allSatisfy {
                $0.properties.isWhitespace || $0.value < 0x20 || (0x200B...0x200D).contains($0.value)
                    || $0.value == 0x2060 || $0.value == 0xFEFF
            }
        }
        return true
    }
}

extension UInt8 {
    /// Blank, tab, line feed or carriage return.
    var isXMLSpace: Bool { self == 0x20 || self == 0x0A || self == 0x0D || self == 0x09 }
}

extension String {
    /// Without the ASCII white space at both ends.
    package var trimmed: String {
        String(decoding: Array(utf8)[...].trimmed, as: UTF8.self)
    }
}
