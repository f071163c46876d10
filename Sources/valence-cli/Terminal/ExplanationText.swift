import Foundation
import Valence

/// An explanation in text: for people with the words marked where they stand, for programs as JSON.
enum ExplanationText {
    private static let green = "\u{1B}[32m"
    private static let red = "\u{1B}[31m"
    private static let plain = "\u{1B}[0m"

    /// The review with its decisive words in brackets, and a line each of what speaks for and against the answer.
    static func people(_ review: Review, _ explanation: Explanation?, words count: Int, inColour: Bool) -> String {
        guard let explanation else { return "\(review.place): \(status(review))\n\n" }
        let words = explanation.words(count)
        var lines = [
            "\(review.place): \(explanation.label), \(Figures.percent(explanation.confidence)); log-odds "
                + "\(signed(explanation.logOdds)), of which \(signed(explanation.base)) without any word"
        ]
        let marked = marked(review.string, words, explanation.tokens, inColour: inColour)
        lines += marked.split(whereSeparator: \.isNewline).map { "    " + $0 }
        for (title, group) in [
            ("for it", words.filter { $0.weight > 0 }), ("against it", words.filter { $0.weight < 0 }),
        ]
        where !group.isEmpty {
            lines.append("  \(title): " + group.map(named).joined(separator: ", "))
        }
        let attended = explanation.attendedWords(count)
        if !attended.isEmpty {
            lines.append(
                "  attention weights, which say where the network looked, not why: "
                    + attended.map { "\(printable($0.word)) \(String(format: "%.3f", $0.attention ?? 0))" }
                    .joined(separator: ", "))
        }
        return lines.joined(separator: "\n") + "\n\n"
    }

    /// "lovely +1.20", "lovely +1.20 in 3 places".
    private static func named(_ word: Explanation.Word) -> String {
        let places = word.places.count > 1 ? " in \(word.places.count) places" : ""
        return "\(printable(word.word)) \(signed(word.weight))\(places)"
    }

    /// The text with every place of `words` as "[lovely +1.20]".
    private static func marked(
        _ text: String, _ words: [Explanation.Word], _ tokens: [Explanation.Token], inColour: Bool
    ) -> String {
        let bytes = Array(text.utf8)
        let chosen = Set(words.map(\.word))
        var marked = ""
        var end = 0
        for token in tokens where chosen.contains(token.word) && token.weight != 0 {
            marked += printable(String(decoding: bytes[end..<token.place.lowerBound], as: UTF8.self))
            let word = printable(String(decoding: bytes[token.place], as: UTF8.self))
            let (on, off) = inColour ? (token.weight > 0 ? green : red, plain) : ("", "")
            marked += "[\(on)\(word) \(signed(token.weight))\(off)]"
            end = token.place.upperBound
        }
        return marked + printable(String(decoding: bytes[end...], as: UTF8.self))
    }

    /// Without what would command the terminal.
    private static func printable(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let isControl = scalar.properties.generalCategory == .control && scalar != "\n" && scalar != "\t"
            scalars.append(isControl ? "\u{FFFD}" : scalar)
        }
        return String(scalars)
    }

    private static func signed(_ value: Double) -> String { String(format: "%+.2f", value) }

    private static func status(_ review: Review) -> String {
        switch review.status {
        case .ok: "ok"
        case .empty: "empty"
        case .rejected(let reason): "rejected: \(reason)"
        }
    }

    private struct Row: Encodable {
        struct Word: Encodable {
            var word: String
            var weight: Double
            var attention: Double?
            /// First byte and the one behind the last.
            var places: [[Int]]
        }

        var place: String
        var id: String?
        var text: String
        var predictedLabel: String?
        var confidence: Double?
        var logOdds: Double?
        var base: Double?
        var words: [Word]?
        var status: String
    }

    /// One object on one line, its keys in the order of the alphabet.
    static func json(_ review: Review, _ explanation: Explanation?, words count: Int) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        let row = Row(
            place: "\(review.place)", id: review.id, text: review.string, predictedLabel: explanation?.label,
            confidence: explanation?.confidence, logOdds: explanation?.logOdds, base: explanation?.base,
            words: explanation?.words(count).map { word in
                Row.Word(
                    word: word.word, weight: word.weight, attention: word.attention,
                    places: word.places.map { [$0.lowerBound, $0.upperBound] })
            }, status: status(review))
        return String(decoding: try encoder.encode(row), as: UTF8.self) + "\n"
    }
}
