extension Scanner {
    /// Writes what begins with the character beyond ASCII at `position`.
    mutating func scanWide(into writer: inout TokenWriter) {
        let (value, length) = text.scalar(at: position)
        if (0x1F1E6...0x1F1FF).contains(value) { return scanFlag(value, length, into: &writer) }
        switch scalars.kind(value) {
        case .word: scanWord(into: &writer)
        case .single: scanSingle(value, length, into: &writer)
        case .symbol: scanPictograph(into: &writer)
        case .ellipsis: scanDots(into: &writer)
        case .punctuation: scanPunctuation(scalars.asciiPunctuation(value), length, into: &writer)
        case .mark: scanSingle(value, length, into: &writer)
        case .separator, .ignored, .apostrophe, .replacement: position += length
        }
    }

    /// A character by itself with the marks behind it.
    private mutating func scanSingle(_ value: UInt32, _ length: Int, into writer: inout TokenWriter) {
        writer.put(scalar: scalars.fold(value, lowercase: lowercase))
        position += length
        while text[position] >= 0x80 {
            let (value, length) = text.scalar(at: position)
            switch scalars.kind(value) {
            case .mark: writer.put(scalar: value)
            case .ignored: break
            default:
                writer.end()
                return
            }
            position += length
        }
        writer.end()
    }

    /// Two regional indicators are a flag.
    private mutating func scanFlag(_ value: UInt32, _ length: Int, into writer: inout TokenWriter) {
        writer.put(scalar: value)
        position += length
        if text[position] >= 0x80 {
            let (second, length) = text.scalar(at: position)
            if (0x1F1E6...0x1F1FF).contains(second) {
                writer.put(scalar: second)
                position += length
            }
        }
        writer.end()
    }

    /// An emoji with its skin tone, tags and all that zero-width joiners tie to it, without variation selectors
    /// (Unicode Technical Standard 51, section 1.4.9).
    private mutating func scanPictograph(into writer: inout TokenWriter) {
        var isJoined = true
        while text[position] >= 0x80 {
            let (value, length) = text.scalar(at: position)
            switch value {
            case 0xFE00...0xFE0F: break
            case 0x1F3FB...0x1F3FF, 0xE0020...0xE007F, 0x20E3:
                writer.put(scalar: value)
                isJoined = false
            case 0x200D where beginsPictograph(position + length):
                writer.put(scalar: value)
                isJoined = true
            default:
                guard isJoined, scalars.kind(value) == .symbol else {
                    writer.end()
                    return
                }
                writer.put(scalar: value)
                isJoined = false
            }
            position += length
        }
        writer.end()
    }

    private func beginsPictograph(_ position: Int) -> Bool {
        text[position] >= 0x80 && scalars.kind(text.scalar(at: position).value) == .symbol
    }
}
