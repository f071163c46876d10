import ValenceEvaluation

/// A review that a model got wrong.
public struct Mistake: Codable, Sendable, Equatable {
    /// A stretch of the text that moved the answer.
    public struct Word: Codable, Sendable, Equatable {
        /// Where it stands in the UTF-8 of `text`.
        public var range: Range<Int>
        /// Above 0: towards the predicted label; below: away from it. The unit is the model's; a page shows how large it is
        /// beside the largest.
        public var weight: Double

        public init(range: Range<Int>, weight: Double) {
            self.range = range
            self.weight = weight
        }
    }

    /// Where it stands: `test.csv:1042`.
    public var place: String?
    public var text: String
    public var truth: String
    public var predicted: String
    /// The probability that the model gave to its answer.
    public var confidence: Double
    /// The words that decided, in any order; `nil` where nobody asked.
    public var words: [Word]?

    public init(
        place: String? = nil, text: String, truth: String, predicted: String, confidence: Double, words: [Word]? = nil
    ) {
        self.place = place
        self.text = text
        self.truth = truth
        self.predicted = predicted
        self.confidence = confidence
        self.words = words
    }

    /// The numbers of the wrongly labelled reviews of highest confidence, the earlier of equals first: the only ones whose
    /// text a report needs.
    public static func mostConfident(in predictions: Predictions, limit: Int = 20) -> [Int] {
        let wrong = predictions.truth.indices.filter { predictions.predicted[$0] != predictions.truth[$0] }
        let sorted = wrong.sorted {
            let (one, other) = (predictions.confidence($0), predictions.confidence($1))
            return one == other ? $0 < $1 : one > other
        }
        return Array(sorted.prefix(limit))
    }

    /// The text's beginning in pieces: plain ones, and words that decided with their weight as a share of the largest.
    ///
    /// Words that overlap an earlier one, lie outside or cut a character in two are left plain.
    var pieces: [(text: String, weight: Double?)] {
        let shown = PlainText.shortened(text)
        guard let words, let largest = words.map({ abs($0.weight) }).filter(\.isFinite).max(), largest > 0 else {
            return [(shown, nil)]
        }
        let utf8 = text.utf8
        let end = shown == text ? utf8.count : shown.utf8.count - "…".utf8.count
        var pieces: [(text: String, weight: Double?)] = []
        var place = utf8.startIndex
        var offset = 0
        for word in words.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) where word.weight.isFinite {
            let range = word.range
            guard range.lowerBound >= offset, range.upperBound <= end, !range.isEmpty else { continue }
            let start = utf8.index(place, offsetBy: range.lowerBound - offset)
            let stop = utf8.index(start, offsetBy: range.count)
            guard let before = String(utf8[place..<start]), let inside = String(utf8[start..<stop]) else { continue }
            if !before.isEmpty { pieces.append((before, nil)) }
            pieces.append((inside, word.weight / largest))
            (place, offset) = (stop, range.upperBound)
        }
        let rest = String(decoding: utf8[place...].prefix(end - offset), as: UTF8.self)
        return pieces + [(rest + (shown == text ? "" : "…"), nil)]
    }
}
