extension Scanner {
    /// Writes what begins with the ASCII sign `byte` at `position`.
    mutating func scanMark(_ byte: UInt8, into writer: inout TokenWriter) {
        switch byte {
        case UInt8(ascii: "<"):
            if cleansHTML, let end = tagEnd(at: position) {
                position = end
            } else {
                scanHeart(into: &writer)
            }
        case UInt8(ascii: "@"):
            scanName(into: &writer)
        case UInt8(ascii: "'"):
            scanApostrophe(into: &writer)
        case UInt8(ascii: ":"), UInt8(ascii: ";"), UInt8(ascii: "="), UInt8(ascii: "("), UInt8(ascii: "^"),
            UInt8(ascii: ">"), UInt8(ascii: "-"):
            guard !scanEmoticon(byte, into: &writer) else { return }
            if "=^>".utf8.contains(byte) { position += 1 } else { scanPunctuation(byte, 1, into: &writer) }
        default:
            scanPunctuation(byte, 1, into: &writer)
        }
    }

    /// Writes the punctuation that begins at `position` with `byte`, or a character of `length` bytes that stands for it.
    mutating func scanPunctuation(_ byte: UInt8, _ length: Int, into writer: inout TokenWriter) {
        switch byte {
        case UInt8(ascii: "!"), UInt8(ascii: "?"): scanCries(into: &writer)
        case UInt8(ascii: "."): scanDots(into: &writer)
        case UInt8(ascii: "-"):
            repeat { position += punctuation(at: position)?.length ?? 1 } while punctuation(at: position)?.byte == byte
            writer.token(byte)
        default:
            writer.token(byte)
            position += length
        }
    }

    /// The ASCII punctuation that stands at `position`, in whatever form.
    private func punctuation(at position: Int) -> (byte: UInt8, length: Int)? {
        let byte = text[position]
        if byte < 0x80 { return byte == 0 ? nil : (byte, 1) }
        let (value, length) = text.scalar(at: position)
        return scalars.kind(value) == .punctuation ? (scalars.asciiPunctuation(value), length) : nil
    }

    /// A run of `!` and `?`.
    private mutating func scanCries(into writer: inout TokenWriter) {
        var (exclamations, questions) = (0, 0)
        while let (byte, length) = punctuation(at: position) {
            if byte == UInt8(ascii: "!") {
                exclamations += 1
            } else if byte == UInt8(ascii: "?") {
                questions += 1
            } else {
                break
            }
            position += length
        }
        switch (exclamations, questions) {
        case (1, 0): writer.token("!")
        case (2, 0): writer.token("!!")
        case (_, 0): writer.token("!!!")
        case (0, 1): writer.token("?")
        case (0, 2): writer.token("??")
        case (0, _): writer.token("???")
        default: writer.token("?!")
        }
    }

    /// A run of dots and ellipses.
    mutating func scanDots(into writer: inout TokenWriter) {
        var dots = 0
        while true {
            let byte = text[position]
            if byte == UInt8(ascii: ".") {
                dots += 1
                position += 1
            } else if byte >= 0x80 {
                let (value, length) = text.scalar(at: position)
                if scalars.kind(value) == .ellipsis {
                    dots += 3
                } else if scalars.kind(value) == .punctuation, scalars.asciiPunctuation(value) == UInt8(ascii: ".") {
                    dots += 1
                } else {
                    break
                }
                position += length
            } else {
                break
            }
        }
        if dots == 1 { writer.token(UInt8(ascii: ".")) } else { writer.token("...") }
    }

    /// `<3` and `</3`; a `<` of another kind is dropped.
    private mutating func scanHeart(into writer: inout TokenWriter) {
        let isBroken = text[position + 1] == UInt8(ascii: "/")
        var end = position + (isBroken ? 2 : 1)
        guard text[end] == UInt8(ascii: "3") else {
            position += 1
            return
        }
        while text[end] == UInt8(ascii: "3") { end += 1 }
        guard kind(text[end]) != ByteTable.Kind.word else {
            position += 1
            return
        }
        writer.token(isBroken ? "</3" : "<3")
        position = end
    }

    /// `@name`; an `@` inside an address is dropped.
    private mutating func scanName(into writer: inout TokenWriter) {
        func isNamed(_ byte: UInt8) -> Bool { kind(byte) == ByteTable.Kind.word || byte == UInt8(ascii: "_") }
        let isInside = position > 0 && kind(text[position - 1]) == ByteTable.Kind.word
        position += 1
        guard !isInside, isNamed(text[position]) else { return }
        while isNamed(text[position]) { position += 1 }
        writer.token("<user>")
    }
}
