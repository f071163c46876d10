import ValenceEvaluation
import ValenceReports
import ValenceReviews

/// Counts the reviews of each length and of each value of the columns asked for, and how many of them each model labels
/// right, in memory that does not grow with the reviews.
struct SliceCounter {
    private var lengths: LengthCounts
    private var columns: [ColumnCounts]
    private let modelCount: Int

    /// - Throws: `ReviewsError.badOption` for a column that is not there.
    init(columns names: [String], of all: Columns, modelCount: Int) throws {
        self.modelCount = modelCount
        lengths = LengthCounts(modelCount: modelCount)
        columns = try names.map { name in
            guard let index = all.index(of: name) else {
                throw ReviewsError.badOption(
                    "no column '\(name)' to slice by; the columns are \(all.names.joined(separator: ", "))")
            }
            return ColumnCounts(name: name, index: index, modelCount: modelCount)
        }
    }

    /// - Parameter isRight: for each model, which of the reviews it labels right.
    mutating func add(_ reviews: [Review], isRight: [[Bool]]) {
        for (index, review) in reviews.enumerated() {
            let right = isRight.map { $0[index] }
            lengths.add(wordCount: wordCount(review.text), isRight: right)
            for column in columns.indices { columns[column].add(review.record, isRight: right) }
        }
    }

    var lengthSummary: LengthSummary? { lengths.summary }

    /// The slices of one model: by length, by confidence, by each column. Lengths and columns are tested together; parts of
    /// low confidence are wrong more often where all is well, so they are a table of their own.
    func slicings(model: Int, _ predictions: Predictions) -> [Slicing] {
        let correct = zip(predictions.truth, predictions.predicted).count { $0 == $1 }
        func slices(_ parts: [[Slice.Tally]]) -> [[Slice]] {
            // Numbers as names: two columns may hold the same values.
            let tallies = parts.joined().enumerated().map { index, tally in
                Slice.Tally(name: "\(index)", count: tally.count, correct: tally.correct)
            }
            let table = Slice.table(tallies, count: predictions.count, correct: correct)
            let byPlace = Dictionary(uniqueKeysWithValues: table.map { ($0.name, $0) })
            var place = 0
            return parts.map { part in
                part.compactMap { tally in
                    defer { place += 1 }
                    guard var slice = byPlace["\(place)"] else { return nil }
                    slice.name = tally.name
                    return slice
                }
            }
        }
        let named = [lengths.tallies(model: model)] + columns.map { $0.tallies(model: model) }
        let found = slices(named)
        let byConfidence = Slicing(
            kind: .confidence, name: "confidence", slices: slices([Self.confidences(predictions)])[0])
        return [Slicing(kind: .length, name: "length", slices: found[0]), byConfidence].filter { $0.slices.count > 1 }
            + zip(columns, found.dropFirst()).map { Slicing(kind: .column, name: $0.name, slices: $1) }
    }

    private static func confidences(_ predictions: Predictions) -> [Slice.Tally] {
        let bounds = [0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99]
        var tallies = bounds.indices.map { index in
            let end = index + 1 < bounds.count ? bounds[index + 1] : 1
            return Slice.Tally(name: Numbers.interval(bounds[index], end, 0))
        }
        for review in predictions.truth.indices {
            let p = predictions.confidence(review)
            guard let part = bounds.lastIndex(where: { p >= $0 }) else { continue }
            tallies[part].add(isRight: predictions.predicted[review] == predictions.truth[review])
        }
        return tallies
    }
}

/// Words parted by white space.
private func wordCount(_ text: ArraySlice<UInt8>) -> Int {
    var count = 0
    var isInside = false
    for byte in text {
        let isWord = byte > 0x20
        if isWord, !isInside { count += 1 }
        isInside = isWord
    }
    return count
}
