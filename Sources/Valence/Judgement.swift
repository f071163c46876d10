import ValenceEvaluation
import ValenceModels
import ValenceReports
import ValenceReviews

/// What several models have said so far of reviews that pass block by block: a few numbers a review, and a few texts in all.
struct Judgement {
    private static let exampleCount = 20
    /// Texts from which words are taken out.
    private static let triedCount = 100

    private(set) var models: [JudgedModel]
    private(set) var truth: [Int] = []
    private(set) var duplicateCount = 0
    private(set) var slices: SliceCounter
    private(set) var suspects: SuspectSearch
    /// The first texts, by which explanations are tried.
    private(set) var tried: [String] = []
    private var texts: Set<UInt64> = []
    private let threads: Int
    /// How many of the most confident mistakes are kept.
    private let examples: Int

    /// - Throws: `ReviewsError` where a column to slice by is not there.
    init(_ models: [JudgedModel], columns: Columns, options: EvaluateOptions) throws {
        self.models = models
        threads = options.threads
        examples = options.includesExamples ? Self.exampleCount : 0
        slices = try SliceCounter(columns: options.sliceColumns, of: columns, modelCount: models.count)
        suspects = SuspectSearch(exampleCount: examples)
    }

    mutating func add(_ reviews: [Review], truth: [Int]) {
        for review in reviews where !texts.insert(ValenceReviews.Fingerprint.of(review.text)).inserted {
            duplicateCount += 1
        }
        var answers: [Predictions] = []
        var matches: [SeenTexts.Match?] = []
        for index in models.indices {
            let answer = models[index].judge(
                reviews, truth: truth, before: self.truth.count, threads: threads, examples: examples)
            let found = models[index].compare(reviews, answers: answer, told: matches)
            if index == 0 { matches = found }
            answers.append(answer)
        }
        tried += reviews.prefix(max(0, Self.triedCount - tried.count)).map(\.string)
        slices.add(reviews, isRight: answers.map { zip($0.truth, $0.predicted).map { $0 == $1 } })
        suspects.add(reviews, judged: answers, before: self.truth.count)
        self.truth += truth
    }

    /// The models and what sets them beside each other; without title, card and checks.
    func report(names: [String], data: DataSummary) -> Report {
        let labels = models[0].model.labels
        let predictions = zip(names, models).map { (name: $0, predictions: $1.predictions(labels, truth)) }
        var data = data
        data.lengths = slices.lengthSummary
        data.duplicateCount = duplicateCount
        return Report(
            title: data.files.joined(separator: ", "), data: data,
            models: models.indices.map { index in
                models[index].evaluated(
                    name: names[index], predictions[index].predictions,
                    slicings: slices.slicings(model: index, predictions[index].predictions),
                    showsMistakes: examples > 0)
            },
            comparisons: ModelComparison.all(predictions), suspects: suspects.found(predictions.map(\.predictions)))
    }
}
