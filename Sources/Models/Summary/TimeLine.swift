/// Answers by day, by month and by year side by side, so that in the end the finest division can be shown that is still
/// readable.
package struct TimeLine: Sendable {
    package enum Unit: String, Sendable, CaseIterable {
        case day, month, year

        /// How much of "2023-05-21" names it.
        fileprivate var length: Int {
            switch self {
            case .day: 10
            case .month: 7
            case .year: 4
            }
        }
    }

    /// Periods that one chart can show.
    private static let readable = 2...40
    /// Periods of a unit that are kept; one with more is given up.
    private static let limit = 400

    private let sample: AnswerSample
    private var samples: [Unit: [String: AnswerSample]] = [:]
    private var tooFine: Set<Unit> = []
    /// Answers without a date that could be understood.
    package private(set) var undated = 0

    /// - Parameter sample: an empty one, of which every period has its own.
    package init(_ sample: AnswerSample) { self.sample = sample }

    /// - Parameter date: as `ReviewDate` gives it.
    package mutating func add(_ row: [Float], label: Int, date: String?) {
        guard let date else {
            undated += 1
            return
        }
        for unit in Unit.allCases where !tooFine.contains(unit) {
            guard date.utf8.count >= unit.length else {
                // Days of some answers only would mislead.
                tooFine.insert(unit)
                continue
            }
            samples[unit, default: [:]][String(date.prefix(unit.length)), default: sample].add(row, label: label)
            if let count = samples[unit]?.count, count > Self.limit { tooFine.insert(unit) }
        }
        for unit in tooFine { samples[unit] = nil }
    }

    /// The periods in order, of the finest unit that is readable; `nil` where all answers are of one period.
    package var periods: (unit: Unit, samples: [(name: String, sample: AnswerSample)])? {
        let units = Unit.allCases.filter { samples[$0, default: [:]].count > 1 }
        guard let unit = units.first(where: { Self.readable.contains(samples[$0, default: [:]].count) }) ?? units.last
        else { return nil }
        return (unit, samples[unit, default: [:]].sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    }
}
