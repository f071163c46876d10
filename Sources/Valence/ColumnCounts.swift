import ValenceEvaluation
import ValenceReports
import ValenceReviews

/// How many reviews have which value in a column, and how many of them each model labels right.
struct ColumnCounts {
    /// Values behind these many count together.
    private static let mostValues = 1000
    private static let longestName = 80
    private static let rangeCount = 5
    private static let noValue = "(none)"

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

    func tallies(model: Int) -> [Slice.Tally] { Self.inRanges(tallies[model]) ?? tallies[model] }

    /// Many different numbers, as ages are, in five ranges with about as many reviews each; `nil` for anything else.
    private static func inRanges(_ tallies: [Slice.Tally]) -> [Slice.Tally]? {
        let missing = tallies.filter { $0.name == noValue }
        let numbers = tallies.filter { $0.name != noValue }.compactMap { tally in
            Double(tally.name).map { (value: $0, tally: tally) }
        }.sorted { $0.value < $1.value }
        guard numbers.count > 2 * rangeCount, numbers.count + missing.count == tallies.count else { return nil }
        let reviews = numbers.reduce(0) { $0 + $1.tally.count }
        var ranges: [(tally: Slice.Tally, last: String)] = []
        var (passed, lastRange) = (0, -1)
        for (_, tally) in numbers {
            // A value belongs where most of its reviews lie.
            let range = (2 * passed + tally.count) * rangeCount / (2 * reviews)
            passed += tally.count
            if range != lastRange {
                ranges.append((tally, tally.name))
                lastRange = range
            } else {
                ranges[ranges.count - 1].tally.count += tally.count
                ranges[ranges.count - 1].tally.correct += tally.correct
                ranges[ranges.count - 1].last = tally.name
            }
        }
        return ranges.map { range in
            var tally = range.tally
            if range.last != tally.name { tally.name += " to \(range.last)" }
            return tally
        } + missing
    }

    private mutating func place(of value: String) -> Int {
        if let known = places[value] { return known }
        let count = tallies.first?.count ?? 0
        // The last place is that of all values that found none of their own.
        if count > Self.mostValues { return Self.mostValues }
        let isOther = count == Self.mostValues
        if !isOther { places[value] = count }
        let shown = value.isEmpty ? Self.noValue : PlainText.shortened(value, to: Self.longestName)
        for model in tallies.indices { tallies[model].append(Slice.Tally(name: isOther ? "(other values)" : shown)) }
        return count
    }
}
