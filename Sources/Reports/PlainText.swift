/// Foreign text made fit to be shown: no control characters, no endless reviews.
package enum PlainText {
    /// How many characters of a review a page shows.
    package static let shownLength = 600

    /// One line: runs of white space become one space, other control characters U+FFFD (an escape sequence in a label
    /// must not reach a terminal), and so do overrides of the writing direction.
    package static func line(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        var pendingSpace = false
        for scalar in text.unicodeScalars {
            if scalar.properties.isWhitespace {
                pendingSpace = !result.isEmpty
                continue
            }
            if pendingSpace { result.append(" ") }
            pendingSpace = false
            result.append(isHarmful(scalar) ? "\u{FFFD}" : scalar)
        }
        return String(result)
    }

    /// Control characters, and those that turn the direction of everything behind them.
    private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x202A...0x202E, 0x2066...0x2069: true
        default: scalar.properties.generalCategory == .control
        }
    }

    /// The beginning of a long text, with an ellipsis; whole characters only.
    package static func shortened(_ text: String, to length: Int = shownLength) -> String {
        // A character of a thousand combining marks is cut as well.
        let start = String(String.UnicodeScalarView(text.unicodeScalars.prefix(4 * length)))
        let kept = start.prefix(length)
        return kept.utf8.count == text.utf8.count ? text : kept + "…"
    }

    /// How many columns of a terminal the text takes: none for combining marks, two for wide characters.
    package static func width(_ text: String) -> Int {
        text.reduce(0) { $0 + width($1) }
    }

    private static func width(_ character: Character) -> Int {
        guard let scalar = character.unicodeScalars.first else { return 0 }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: break
        }
        if scalar.properties.isEmojiPresentation { return 2 }
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
            0xFFE0...0xFFE6, 0x20000...0x3FFFD:
            return 2
        default: return 1
        }
    }
}
