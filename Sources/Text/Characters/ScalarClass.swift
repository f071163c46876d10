/// What a character outside ASCII is to the tokeniser.
enum ScalarClass: UInt8 {
    /// Parts words and is dropped: blanks, controls, most punctuation and mathematical signs.
    case separator
    /// A letter or digit of a script that parts its words.
    case word
    /// A combining mark: belongs to the character before it.
    case mark
    /// A letter of a script written without spaces: a token by itself, with its marks.
    case single
    /// Invisible: joiners, soft hyphens, direction marks, variation selectors.
    case ignored
    /// An emoji or another pictograph: a token by itself.
    case symbol
    /// Punctuation that stands for an ASCII one, which the fold gives.
    case punctuation
    /// An apostrophe.
    case apostrophe
    /// An ellipsis.
    case ellipsis
    /// U+FFFD, what ill-formed bytes become: kept inside a word, a separator elsewhere.
    case replacement

    init(_ scalar: Unicode.Scalar) {
        let value = scalar.value
        if Self.punctuation(value) != nil {
            self = .punctuation
        } else if let fixed = Self.fixed(value) {
            self = fixed
        } else {
            self = Self.general(scalar)
        }
    }

    /// The classes that no Unicode property gives.
    private static func fixed(_ value: UInt32) -> ScalarClass? {
        switch value {
        case 0x2019, 0x2018, 0x02BC, 0xFF07: .apostrophe
        case 0x2026: .ellipsis
        case 0xFFFD: .replacement
        case 0x200B: .separator
        case 0xFE00...0xFE0F, 0xE0100...0xE01EF, 0x00AD: .ignored
        case 0x3031...0x3035, 0x303B, 0x3005...0x3007: .single
        case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0x20000...0x3FFFD: .single
        case 0xAC00...0xD7A3: .word
        default: nil
        }
    }

    private static func general(_ scalar: Unicode.Scalar) -> ScalarClass {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
            isWrittenWithoutSpaces(scalar.value) ? .single : .word
        case .decimalNumber, .letterNumber, .otherNumber: .word
        case .nonspacingMark, .spacingMark, .enclosingMark: .mark
        case .format: .ignored
        case .otherSymbol, .modifierSymbol, .mathSymbol: isPictograph(scalar) ? .symbol : .separator
        default: .separator
        }
    }

    private static func isPictograph(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x2600...0x27BF, 0x1F000...0x1FAFF: true
        case 0x2190...: scalar.properties.isEmoji
        default: false
        }
    }

    /// Thai, Lao, Burmese, Khmer, kana, bopomofo, Chinese characters; Korean parts its words.
    private static func isWrittenWithoutSpaces(_ value: UInt32) -> Bool {
        switch value {
        case 0x0E00...0x0EFF, 0x1000...0x109F, 0xA9E0...0xA9FF, 0xAA60...0xAA7F, 0x1780...0x17FF: true
        case 0x3040...0x312F, 0x31A0...0x31BF, 0x31F0...0x31FF, 0xF900...0xFAFF, 0xFF66...0xFF9F: true
        case 0x1AFF0...0x1B16F: true
        default: false
        }
    }

    /// The ASCII punctuation that `value` stands for.
    static func punctuation(_ value: UInt32) -> UInt8? {
        switch value {
        case 0x2010...0x2015, 0x2212, 0x301C: UInt8(ascii: "-")
        case 0x201C...0x201F, 0x00AB, 0x00BB, 0x300C...0x300F: UInt8(ascii: "\"")
        case 0x3002, 0xFF61, 0x0964, 0x0965, 0x06D4, 0x104B: UInt8(ascii: ".")
        case 0x3001, 0xFF64, 0x060C, 0x104A: UInt8(ascii: ",")
        case 0x061B: UInt8(ascii: ";")
        case 0x203C: UInt8(ascii: "!")
        case 0x061F, 0x037E, 0x2047...0x2049: UInt8(ascii: "?")
        case 0xFF01, 0xFF02, 0xFF08, 0xFF09, 0xFF0C...0xFF0E, 0xFF1A, 0xFF1B, 0xFF1F: UInt8(value - 0xFEE0)
        default: nil
        }
    }
}
