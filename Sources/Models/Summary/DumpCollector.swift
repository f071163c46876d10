import ValenceEvaluation
import ValenceReviews
import ValenceText

/// Gathers what a summary of classified reviews needs, in memory that does not grow with their number.
package struct DumpCollector: Sendable {
    package struct Options: Sendable {
        /// A column whose values are told apart, such as the product.
        package var groupColumn: String?
        /// A column of dates; `nil` for one with a usual name, where there is one.
        package var dateColumn: String?
        package var includesExamples = true

        package init() {}
    }

    package struct Example: Sendable, Equatable {
        package let place: String
        package let text: String
        package let confidence: Double
    }

    private static let sampleLimit = 50_000
    private static let groupSampleLimit = 1000
    /// Different values of a column that are told apart; what comes later counts as one more.
    package static let groupLimit = 2000
    package static let restName = "all others"
    private static let exampleCount = 5
    /// Bytes of a text that says something and can be read at a glance.
    private static let exampleLengths = 30...600
    private static let dateNames = [
        "date", "review_date", "created_at", "created", "timestamp", "time", "datetime", "review_time", "published",
        "published_at", "tweet_created", "submission_date", "unixreviewtime", "unix_review_time",
    ]

    private let options: Options
    private let tokenizer: Tokenizer
    private var columns: (group: Int?, date: Int?)?
    package private(set) var dateColumn: String?
    package let labels: [String]
    package private(set) var all: AnswerSample
    /// The same answers by each way of reading a date whose month is a number among others, and by none.
    private var times: [(order: ReviewDate.Order?, line: TimeLine)]
    package private(set) var groups: [String: AnswerSample] = [:]
    package private(set) var words: WordCounts
    /// By label, the surest first.
    package private(set) var examples: [[Example]]
    private var exampleTexts: Set<UInt64> = []
    private let seenTexts: Set<UInt64>
    /// Reviews that the model has learned from.
    package private(set) var seen = 0

    package init(_ model: TrainedModel, options: Options) {
        self.options = options
        tokenizer = Tokenizer(model.textSettings)
        labels = model.labels
        seenTexts = model.seenTexts?.distinctFingerprints ?? []
        all = AnswerSample(labelCount: labels.count, limit: Self.sampleLimit, seed: 1)
        let line = TimeLine(Self.sample(labels.count, number: 0))
        times = ([nil] + ReviewDate.Order.allCases).map { ($0, line) }
        words = WordCounts(labelCount: labels.count)
        examples = Array(repeating: [], count: labels.count)
    }

    /// - Throws: `ReviewsError.badData` where a column that was named is not there.
    package mutating func add(_ review: Review, _ probabilities: [Float]) throws {
        let columns = try columns ?? find(review.record)
        self.columns = columns
        let label = mostProbable(probabilities[...])
        all.add(probabilities, label: label)
        if let date = columns.date, date < review.record.fieldCount {
            let field = review.record.field(date)
            for index in times.indices {
                times[index].line.add(
                    probabilities, label: label, date: ReviewDate.text(field, order: times[index].order))
            }
        }
        if let group = columns.group, group < review.record.fieldCount {
            let name = review.record.string(group).split(whereSeparator: \.isWhitespace).joined(separator: " ")
            let isKnown = groups[name] != nil || groups.count < Self.groupLimit
            let fresh = Self.sample(labels.count, number: groups.count)
            groups[isKnown ? name : Self.restName, default: fresh].add(probabilities, label: label)
        }
        var tokens = TokenList()
        tokenizer.tokenize(review.text, into: &tokens)
        words.add(tokens, label: label)
        if seenTexts.contains(ValenceText.Fingerprint.of(tokens)) { seen += 1 }
        if options.includesExamples { keep(review, tokens, label, confidence: Double(probabilities[label])) }
    }

    /// By the order that more of the dates have; where both have the same, by none, for nobody can tell.
    package var time: (order: ReviewDate.Order?, line: TimeLine) {
        let fewest = times.map(\.line.undated).min() ?? 0
        let readable = times.filter { $0.line.undated == fewest }
        return readable.count == 2 ? times[0] : readable[0]
    }

    private static func sample(_ labelCount: Int, number: Int) -> AnswerSample {
        AnswerSample(labelCount: labelCount, limit: groupSampleLimit, seed: UInt64(number + 2))
    }

    private mutating func find(_ record: Record) throws -> (group: Int?, date: Int?) {
        let names = record.columns.names
        func index(_ name: String?, _ option: String) throws -> Int? {
            guard let name else { return nil }
            guard let index = names.firstIndex(of: name) else {
                throw ReviewsError.badOption(
                    "\(record.place.file) has no column '\(name)' (\(option)); the columns are "
                        + names.joined(separator: ", "))
            }
            return index
        }
        let group = try index(options.groupColumn, "--by")
        let date =
            try index(options.dateColumn, "--date-column")
            ?? Self.dateNames.lazy.compactMap { name in names.firstIndex { $0.lowercased() == name } }.first
        dateColumn = date.map { names[$0] }
        return (group, date)
    }

    private mutating func keep(_ review: Review, _ tokens: borrowing TokenList, _ label: Int, confidence: Double) {
        guard Self.exampleLengths.contains(review.text.count) else { return }
        if examples[label].count == Self.exampleCount, let last = examples[label].last {
            guard confidence > last.confidence else { return }
        }
        guard exampleTexts.insert(ValenceText.Fingerprint.of(tokens)).inserted else { return }
        let place = examples[label].firstIndex { $0.confidence < confidence } ?? examples[label].count
        examples[label].insert(
            Example(place: "\(review.place)", text: review.string, confidence: confidence), at: place)
        if examples[label].count > Self.exampleCount { examples[label].removeLast() }
    }
}
