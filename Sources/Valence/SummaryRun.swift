import Foundation
import ValenceEvaluation
import ValenceModels
import ValenceReports
import ValenceReviews

/// Labels files of reviews and adds up the answers: the rows go where `ClassifyOptions` says, a page and its numbers into a
/// folder.
public struct SummaryRun {
    public static let fileNames = ["index.html", "summary.json"]

    public let model: TrainedModel
    public let options: ClassifyOptions
    public let folder: String
    /// A column whose values are told apart on the page, such as the product.
    public var groupColumn: String?
    /// A column of dates; `nil` for one with a usual name, where there is one.
    public var dateColumn: String?
    /// Whether review texts stand on the page.
    public var includesExamples = true

    public init(_ model: TrainedModel, options: ClassifyOptions, folder: String) {
        self.model = model
        self.options = options
        self.folder = folder
    }

    /// - Throws: as `FileClassifier.run`; `ReviewsError.badOption` where a named column is missing;
    ///   `ReviewsError.cannotCreate` where the folder cannot take the files.
    public func run(
        _ files: [String], reading: ReadingOptions, isCancelled: () -> Bool = { false },
        onFinding: (String) -> Void = { _ in }, onProgress: (Int) -> Void = { _ in }
    ) throws -> ClassifySummary {
        try ReportFolder.check(folder, names: Self.fileNames, force: options.overwrites)
        var gathering = DumpCollector.Options()
        gathering.groupColumn = groupColumn
        gathering.dateColumn = dateColumn
        gathering.includesExamples = includesExamples
        var collector = DumpCollector(model, options: gathering)
        let classified = try FileClassifier(model, options: options).run(
            files, reading: reading, isCancelled: isCancelled, onFinding: onFinding, onProgress: onProgress,
            onAnswer: { try collector.add($0, $1) })
        guard !classified.wasCancelled else { return classified }
        let summary = summary(collector, classified, files)
        try ReportFolder.write(
            [("index.html", SummaryRenderer.html(summary)), ("summary.json", SummaryRenderer.json(summary))],
            to: folder, force: options.overwrites)
        return classified
    }

    private func summary(_ collector: DumpCollector, _ classified: ClassifySummary, _ files: [String]) -> DumpSummary {
        let names = files.map { $0 == "-" ? "standard input" : URL(fileURLWithPath: $0).lastPathComponent }
        let prevalence = model.heldOut.flatMap { Prevalence(heldOut: $0) }
        var summary = DumpSummary(
            title: names.joined(separator: ", "),
            model: "Answered by \(model.kind == .ensemble ? "an" : "a") \(model.kind.rawValue) "
                + "(\(model.architecture)), which learned from "
                + "\(Numbers.count(model.provenance.trainingReviews, "review")).",
            records: classified.records, classified: classified.classified, empty: classified.empty,
            rejected: classified.rejected, shares: shares(collector.all, prevalence))
        if prevalence == nil {
            summary.uncorrectedReason =
                model.heldOut == nil
                ? "the model file holds no validation reviews to know them by; train it anew with --validation"
                : "its validation reviews lack a label"
        }
        summary.seen = collector.seen
        summary.dateColumn = collector.dateColumn
        let time = collector.time
        summary.undated = time.line.undated
        summary.dateOrder = time.order?.rawValue
        if let (unit, samples) = time.line.periods {
            summary.periodUnit = unit.rawValue
            summary.periods = samples.map { group($0.name, $0.sample, prevalence) }
        }
        summary.groupColumn = groupColumn
        summary.groupCount = collector.groups.count
        let largest = collector.groups.sorted { ($0.value.count, $1.key) > ($1.value.count, $0.key) }
        summary.groups = largest.prefix(Self.shownGroups).map { group($0.key, $0.value, prevalence) }
        summary.words = model.labels.indices.map { label in
            collector.words.typical(of: label, count: Self.shownWords).map {
                DumpSummary.Word(
                    word: $0.word, count: $0.count, countElsewhere: $0.countElsewhere, score: $0.score)
            }
        }
        if includesExamples {
            summary.examples = collector.examples.map { examples in
                examples.map { DumpSummary.Example(place: $0.place, text: $0.text, confidence: $0.confidence) }
            }
        }
        return summary
    }

    private static let shownGroups = 30
    private static let shownWords = 20

    private func group(_ name: String, _ sample: AnswerSample, _ prevalence: Prevalence?) -> DumpSummary.Group {
        DumpSummary.Group(name: name, count: sample.count, shares: shares(sample, prevalence))
    }

    /// Counted from all reviews, corrected from those in the sample.
    private func shares(_ sample: AnswerSample, _ prevalence: Prevalence?) -> [DumpSummary.Share] {
        let corrected = prevalence?.shares(of: sample.probabilities)
        return model.labels.indices.map { label in
            DumpSummary.Share(
                label: model.labels[label],
                counted: sample.count == 0 ? 0 : Double(sample.counts[label]) / Double(sample.count),
                corrected: corrected?[label].share,
                interval: corrected?[label].interval ?? .wilson(successes: sample.counts[label], trials: sample.count))
        }
    }
}
