extension Scanner {
    /// How far behind its name a tag may close; keeps hostile text linear.
    private static let longestTag = 2048

    /// Where the HTML tag or comment at `position` ends; nothing if `<` stands for itself there, as in `a < b`, `<3` or
    /// `<sigh>`: only names of HTML elements are tags, and what follows the name must look like attributes.
    mutating func tagEnd(at position: Int) -> Int? {
        var cursor = position + 1
        if text[cursor] == UInt8(ascii: "!") { return declarationEnd(at: position) }
        if text[cursor] == UInt8(ascii: "/") { cursor += 1 }
        let nameStart = cursor
        while kind(text[cursor]) == ByteTable.Kind.word, cursor - nameStart <= HTMLElements.longestName { cursor += 1 }
        guard cursor > nameStart, isName(nameStart..<cursor) else { return nil }
        return attributesEnd(from: cursor)
    }

    private func isName(_ range: Range<Int>) -> Bool {
        HTMLElements.contains(range.lazy.map { text[$0] &- 0x41 < 26 ? text[$0] | 0x20 : text[$0] })
    }

    /// Behind the `>` that closes the tag whose name ends at `start`.
    private func attributesEnd(from start: Int) -> Int? {
        var quote: UInt8 = 0
        var isBlank = true
        var hasValue = false
        for cursor in start..<min(text.count, start + Self.longestTag) {
            let byte = text.known(cursor)
            if quote != 0 {
                if byte == quote { quote = 0 }
                continue
            }
            switch byte {
            case UInt8(ascii: ">"): return isBlank || hasValue ? cursor + 1 : nil
            case UInt8(ascii: "<"): return nil
            case UInt8(ascii: "="): hasValue = true
            case UInt8(ascii: "\""), UInt8(ascii: "'"): if hasValue { quote = byte }
            case 0x09...0x0D, 0x20, UInt8(ascii: "/"): break
            default:
                // Attributes stand off from the name.
                if cursor == start { return nil }
                isBlank = false
            }
        }
        return nil
    }

    /// Behind a comment or a document type.
    private mutating func declarationEnd(at position: Int) -> Int? {
        if text.has("<!doctype", at: position) { return attributesEnd(ofDeclaration: position + 9) }
        guard mayHoldComments, text.has("<!--", at: position) else { return nil }
        var cursor = position + 4
        while cursor < text.count {
            if text.known(cursor) == UInt8(ascii: "-"), text.has("-->", at: cursor) { return cursor + 3 }
            cursor += 1
        }
        mayHoldComments = false
        return nil
    }

    private func attributesEnd(ofDeclaration start: Int) -> Int? {
        (start..<min(text.count, start + Self.longestTag)).first { text.known($0) == UInt8(ascii: ">") }.map { $0 + 1 }
    }
}
