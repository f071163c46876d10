import ValenceEvaluation
import ValenceReports
import ValenceReviews

/// How many reviews have which value in a column, and how many of them each model labels right.
struct ColumnCounts {
    /// Values behind these many count together.
    private static let mostValues = 1000
    private static let longestName = 80

    let name: String
    private let index: Int
    private var places: [String: Int] = [:]
    /// For each model, in the order of their first review.
    private var tallies: [[Slice.Tally]]

    init(name: String, index: Int, modelCount: Int) {
        self.name = name
        self.index = index
        tallies = Array(repeating: [], count: modelCount)
    }

    mutating func add(_ record: Record, isRight: [Bool]) {
        let place = place(of: index < record.fieldCount ? record.string(index) : "")
        for model in tallies.indices { tallies[model][place].add(isRight: isRight[model]) }
    }

    func tallies(model: Int) -> [Slice.Tally] { tallies[model] }

    private mutating func place(of value: String) -> Int {
        if let known = places[value] { return known }
        let count = tallies.first?.count ?? 0
        // The last place is that of all values that found none of their own.
        if count > Self.mostValues { return Self.mostValues }
        let isOther = count == Self.mostValues
        if !isOther { places[value] = count }
        let shown = value.isEmpty ? "(none)" : PlainText.shortened(value, to: Self.longestName)
        for model in tallies.indices { tallies[model].append(Slice.Tally(name: isOther ? "(other values)" : shown)) }
        return count
    }
}
