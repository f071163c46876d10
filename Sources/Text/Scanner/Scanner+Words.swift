extension Scanner {
    /// Writes the word that begins at `position`, of any length and script.
    mutating func scanWord(into writer: inout TokenWriter) {
        let start = position
        var last: UInt32 = 0
        var repeats = 0
        while position < text.count {
            let byte = text.known(position)
            let letter = fold(byte)
            if letter != 0 {
                position += 1
                put(UInt32(letter), last: &last, repeats: &repeats, into: &writer)
            } else if let length = apostrophe(at: position) {
                guard beginsLetter(position + length) else { break }
                position += length
                writer.put(UInt8(ascii: "'"))
                if endsElision(writer) { break }
                last = 0
            } else if byte >= 0x80 {
                let (value, length) = text.scalar(at: position)
                switch scalars.kind(value) {
                case .word, .mark:
                    put(scalars.fold(value, lowercase: lowercase), last: &last, repeats: &repeats, into: &writer)
                case .replacement: writer.put(scalar: value)
                case .ignored: break
                default:
                    writer.end()
                    return
                }
                position += length
            } else if isInsideNumber(byte, from: start) {
                writer.put(byte)
                position += 1
                last = 0
            } else if endsScheme(byte, writer) {
                writer.discard()
                writer.token("<url>")
                skipAddress()
                return
            } else {
                break
            }
        }
        if writer.length == 3, text.has("n't", at: start), followsWord(start) { writer.joinToLast() }
        writer.end()
    }

    /// Appends a character, unless it is the fourth equal letter or more.
    private func put(_ value: UInt32, last: inout UInt32, repeats: inout Int, into writer: inout TokenWriter) {
        if value == last {
            repeats += 1
            if repeats > 3, value >= 0x41 { return }
        } else {
            (last, repeats) = (value, 1)
        }
        if value < 0x80 { writer.put(UInt8(truncatingIfNeeded: value)) } else { writer.put(scalar: value) }
    }

    /// How many bytes the apostrophe at `position` takes; nothing if there is none.
    private func apostrophe(at position: Int) -> Int? {
        let byte = text[position]
        if byte == UInt8(ascii: "'") { return 1 }
        guard byte >= 0x80 else { return nil }
        let (value, length) = text.scalar(at: position)
        return scalars.kind(value) == .apostrophe ? length : nil
    }

    /// Whether a letter or digit of a script with spaces begins at `position`.
    private func beginsLetter(_ position: Int) -> Bool {
        guard position < text.count else { return false }
        let byte = text.known(position)
        if byte < 0x80 { return fold(byte) != 0 }
        return scalars.kind(text.scalar(at: position).value) == .word
    }

    /// Whether what was written is an elided French or Italian word, such as `l'`, `n'` or `qu'`, with a word of two
    /// letters or more behind it (`it's`, `I'd` and `'s` are none).
    private func endsElision(_ writer: TokenWriter) -> Bool {
        guard beginsLetter(position + 1) || text[position] >= 0x80 else { return false }
        let letters = writer.length - 1
        let before = writer[letters - 1] | 0x20
        if letters == 1 { return "cdjlmnst".utf8.contains(before) }
        return before == UInt8(ascii: "u") && writer[letters - 2] | 0x20 == UInt8(ascii: "q")
    }

    /// Whether `byte`, at `position`, belongs to the number around it: `8.5`, `7/10`, `1,000`.
    private func isInsideNumber(_ byte: UInt8, from start: Int) -> Bool {
        func isDigit(_ position: Int) -> Bool { text[position] &- 0x30 < 10 }
        guard position > start, isDigit(position - 1), isDigit(position + 1) else { return false }
        switch byte {
        case UInt8(ascii: "."), UInt8(ascii: "/"): return true
        case UInt8(ascii: ","): return isDigit(position + 2) && isDigit(position + 3) && !isDigit(position + 4)
        default: return false
        }
    }

    /// Whether what was written begins an address: `http` or `https` before `://`, `www` before a dot and a letter.
    private func endsScheme(_ byte: UInt8, _ writer: TokenWriter) -> Bool {
        func wrote(_ word: StaticString) -> Bool {
            writer.length == word.utf8CodeUnitCount && text.has(word, at: position - writer.length)
        }
        if byte == UInt8(ascii: ":") { return text.has("://", at: position) && (wrote("http") || wrote("https")) }
        return byte == UInt8(ascii: ".") && wrote("www") && fold(text[position + 1]) != 0
    }

    /// Goes to the end of the address at `position`; the punctuation of the sentence behind it is not part of it.
    private mutating func skipAddress() {
        var end = position
        while end < text.count {
            switch text.known(end) {
            case 0...0x20, UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""): break
            case 0x80...:
                let (value, length) = text.scalar(at: end)
                guard scalars.kind(value) == .word || scalars.kind(value) == .mark else { break }
                end += length
                continue
            default:
                end += 1
                continue
            }
            break
        }
        while end > position + 1, ".,;:!?)'*]".utf8.contains(text[end - 1]) { end -= 1 }
        position = end
    }
}
