import Foundation
import ValenceEvaluation
import ValenceModels
import ValenceReports
import ValenceReviews

/// Judges one or more models on labelled files.
public struct EvaluationRun: Sendable {
    /// The report, and what was measured on the way.
    public typealias Result = (report: Report, run: RunInfo)

    public let files: [String]
    public let reading: ReadingOptions
    public let options: EvaluateOptions

    public init(files: [String], reading: ReadingOptions, options: EvaluateOptions) {
        self.files = files
        self.reading = reading
        self.options = options
    }

    /// Reviews classified together.
    private static let blockSize = 2048
    private static let exampleCount = 20
    /// Texts from which words are taken out.
    private static let triedCount = 100

    /// Reads and classifies every labelled review; writes the report folder where one is asked for.
    ///
    /// Without a label map of its own, the first model's is used, so that a file of stars fits a model of two classes.
    /// - Throws: `ReviewsError`, `ModelsError`; `CancellationError` when stopped.
    public func run(
        isCancelled: () -> Bool = { false }, onFinding: (String) -> Void = { _ in },
        onProgress: (Int) -> Void = { _ in }
    ) throws -> Result {
        let start = ContinuousClock.now
        if let folder = options.reportFolder { try ReportFolder.check(folder, force: options.overwrites) }
        var judged: [JudgedModel] = []
        for path in options.modelPaths {
            judged.append(try JudgedModel(path: path, after: judged.first?.model, threads: options.threads))
        }
        guard let labels = judged.first?.model.labels else {
            throw ModelsError.badOption("no model to evaluate; name one with --model")
        }
        if let other = judged.first(where: { $0.model.labels != labels }) {
            throw ModelsError.badOption(
                "\(other.path): its labels are \(other.model.labels.joined(separator: ", ")), those of "
                    + "\(judged[0].path) \(labels.joined(separator: ", ")); only models of the same labels compare")
        }
        var reading = reading
        reading.usualTextColumns = judged[0].model.provenance.textColumns
        reading.labelMap = reading.labelMap ?? judged[0].model.provenance.labelMap
        let reader = try ReviewReader(files, options: reading, needsLabel: true)
        for finding in reader.findings { onFinding(finding) }

        var slices = try SliceCounter(
            columns: options.sliceColumns, of: reader.columns, modelCount: judged.count)
        var suspects = SuspectSearch(exampleCount: options.includesExamples ? Self.exampleCount : 0)
        /// The first texts, by which explanations are judged.
        var tried: [String] = []
        var truth: [Int] = []
        var seenTexts: Set<UInt64> = []
        var duplicateCount = 0
        while let block = try nextBlock(of: reader, labels: labels) {
            for review in block.reviews {
                if !seenTexts.insert(ValenceReviews.Fingerprint.of(review.text)).inserted { duplicateCount += 1 }
            }
            var answers: [Predictions] = []
            var matches: [SeenTexts.Match?] = []
            for index in judged.indices {
                let answer = judged[index].judge(
                    block.reviews, truth: block.truth, before: truth.count, threads: options.threads,
                    examples: options.includesExamples ? Self.exampleCount : 0)
                let found = judged[index].compare(block.reviews, answers: answer, told: matches)
                if index == 0 { matches = found }
                answers.append(answer)
            }
            let missing = Self.triedCount - tried.count
            if missing > 0 { tried += block.reviews.prefix(missing).map(\.string) }
            slices.add(block.reviews, isRight: answers.map { zip($0.truth, $0.predicted).map { $0 == $1 } })
            suspects.add(block.reviews, judged: answers, before: truth.count)
            truth += block.truth
            onProgress(truth.count)
            if isCancelled() { throw CancellationError() }
        }
        for sentence in reader.tally.sentences { onFinding(sentence) }
        guard !truth.isEmpty else {
            throw ModelsError.badTrainingData("no labelled review to evaluate; check the columns with valence inspect")
        }
        var data = summary(of: reader, labels: labels, truth: truth)
        data.lengths = slices.lengthSummary
        data.duplicateCount = duplicateCount
        var report = try report(judged, truth: truth, data: data, slices: slices, suspects: suspects)
        if options.reportFolder != nil {
            report.explain(by: judged.map(\.model), threads: options.threads, tried: tried)
        }
        let run = RunInfo(
            machine: Machine.name, startedAt: Date.now.ISO8601Format(),
            elapsedSeconds: (ContinuousClock.now - start).seconds, threadCount: options.threads,
            models: zip(options.names, judged).map { $1.run(name: $0, reviews: truth.count) })
        if let folder = options.reportFolder {
            try ReportFolder.write(
                report, run: run, showsRun: options.showsRun, to: folder, force: options.overwrites)
        }
        return (report, run)
    }

    private func nextBlock(
        of reader: ReviewReader, labels: [String]
    ) throws -> (reviews: [Review], truth: [Int])? {
        var reviews: [Review] = []
        var truth: [Int] = []
        while reviews.count < Self.blockSize, let review = try reader.next() {
            guard review.status == .ok, let label = review.label else { continue }
            guard let index = labels.firstIndex(of: label) else {
                throw ReviewsError.badData(
                    review.place, problem: LabelMap.unknownLabel(label, known: labels))
            }
            reviews.append(review)
            truth.append(index)
        }
        return reviews.isEmpty ? nil : (reviews, truth)
    }

    private func summary(of reader: ReviewReader, labels: [String], truth: [Int]) -> DataSummary {
        let tally = reader.tally
        let rejects =
            [
                DataSummary.Count("no text", tally.empty), DataSummary.Count("no label", tally.unlabelled),
                DataSummary.Count("by the label map", tally.dropped),
            ].filter { $0.count > 0 } + tally.reasons.map { DataSummary.Count($0.text, $0.count) }
        return DataSummary(
            files: files.map { $0 == "-" ? "standard input" : URL(fileURLWithPath: $0).lastPathComponent },
            rowCount: tally.records, evaluatedCount: truth.count, rejects: rejects,
            labels: labels.indices.map { label in
                DataSummary.Count(labels[label], truth.count { $0 == label })
            })
    }

    private func report(
        _ judged: [JudgedModel], truth: [Int], data: DataSummary, slices: SliceCounter, suspects: SuspectSearch
    ) throws -> Report {
        let labels = judged[0].model.labels
        let predictions = zip(options.names, judged).map { (name: $0, predictions: $1.predictions(labels, truth)) }
        let models = judged.indices.map { index in
            judged[index].evaluated(
                name: predictions[index].name, predictions[index].predictions,
                slicings: slices.slicings(model: index, predictions[index].predictions),
                showsMistakes: options.includesExamples)
        }
        let card =
            [ReportEntry("Valence", valenceVersion)] + (options.command.map { [ReportEntry("command", $0)] } ?? [])
            + (try files.map { ReportEntry("judged on", try Provenance.DataFile(path: $0).inWords) })
        return Report(
            title: options.title ?? data.files.joined(separator: ", "), data: data, models: models,
            comparisons: ModelComparison.all(predictions),
            checks: models.flatMap { model in
                options.gates.map { Check($0, model: model.name, metrics: model.metrics) }
            },
            suspects: suspects.found(predictions.map(\.predictions)), card: card)
    }
}

extension Provenance.DataFile {
    /// Name, size and checksum.
    var inWords: String {
        "\(name)" + (sha256.map { ", \(Numbers.count(byteCount)) bytes, SHA-256 \($0)" } ?? "")
    }
}
