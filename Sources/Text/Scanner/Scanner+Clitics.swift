extension Scanner {
    /// Writes `'s`, `'re`, `'ll`, `'ve`, `'d` or `'m` at `position` as the end of the word before, where treebanks part the
    /// two by a blank; any other apostrophe outside a word is dropped.
    mutating func scanApostrophe(into writer: inout TokenWriter) {
        let start = position
        position += 1
        guard followsWord(start), let length = cliticLength(at: position) else { return }
        writer.joinToLast()
        writer.put(UInt8(ascii: "'"))
        for _ in 0..<length {
            writer.put(fold(text[position]))
            position += 1
        }
        writer.end()
    }

    /// Whether a word of ASCII and one blank stand before `position`.
    func followsWord(_ position: Int) -> Bool {
        joinsClitics && position >= 2 && text[position - 1] == UInt8(ascii: " ")
            && kind(text[position - 2]) == ByteTable.Kind.word
    }

    private func cliticLength(at position: Int) -> Int? {
        let clitics: [StaticString] = ["s", "re", "ll", "ve", "d", "m"]
        return clitics.first { clitic in
            guard text.has(clitic, at: position) else { return false }
            let after = text[position + clitic.utf8CodeUnitCount]
            return kind(after) != ByteTable.Kind.word && after < 0x80 && after != UInt8(ascii: "'")
        }?.utf8CodeUnitCount
    }
}
