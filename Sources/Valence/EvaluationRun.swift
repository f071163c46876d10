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
        let models = try openModels()
        let first = models[0].model
        var reading = reading
        reading.usualTextColumns = first.provenance.textColumns
        reading.labelMap = reading.labelMap ?? first.provenance.labelMap
        let reader = try ReviewReader(files, options: reading, needsLabel: true)
        for finding in reader.findings { onFinding(finding) }

        var judgement = try Judgement(models, columns: reader.columns, options: options)
        while let block = try nextBlock(of: reader, labels: first.labels) {
            judgement.add(block.reviews, truth: block.truth)
            onProgress(judgement.truth.count)
            if isCancelled() { throw CancellationError() }
        }
        for sentence in reader.tally.sentences { onFinding(sentence) }
        let reviews = judgement.truth.count
        guard reviews > 0 else {
            throw ModelsError.badTrainingData("no labelled review to evaluate; check the columns with valence inspect")
        }
        let report = try report(judgement, data: summary(of: reader, labels: first.labels, truth: judgement.truth))
        let run = RunInfo(
            machine: Machine.name, startedAt: Date.now.ISO8601Format(),
            elapsedSeconds: (ContinuousClock.now - start).seconds, threadCount: options.threads,
            models: zip(options.names, judgement.models).map { $1.run(name: $0, reviews: reviews) })
        if let folder = options.reportFolder {
            try ReportFolder.write(
                report, run: run, showsRun: options.showsRun, to: folder, force: options.overwrites)
        }
        return (report, run)
    }

    /// One model at least, all with the same labels.
    private func openModels() throws -> [JudgedModel] {
        var models: [JudgedModel] = []
        for path in options.modelPaths {
            models.append(
                try JudgedModel(
                    path: path, precision: options.precision, after: models.first?.model, threads: options.threads))
        }
        guard let first = models.first else {
            throw ModelsError.badOption("no model to evaluate; name one with --model")
        }
        if let other = models.first(where: { $0.model.labels != first.model.labels }) {
            throw ModelsError.badOption(
                "\(other.path): its labels are \(other.model.labels.joined(separator: ", ")), those of "
                    + "\(first.path) \(first.model.labels.joined(separator: ", ")); only models of the same labels compare"
            )
        }
        return models
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

    private func report(_ judgement: Judgement, data: DataSummary) throws -> Report {
        var report = judgement.report(names: options.names, data: data)
        report.title = options.title ?? report.title
        report.checks = report.models.flatMap { model in
            options.gates.map { Check($0, model: model.name, metrics: model.metrics) }
        }
        report.card =
            [ReportEntry("Valence", valenceVersion)] + (options.command.map { [ReportEntry("command", $0)] } ?? [])
            + (try files.map { ReportEntry("judged on", try Provenance.DataFile(path: $0).inWords) })
        if options.reportFolder != nil {
            report.explain(
                by: judgement.models.map(\.model), threads: options.threads, tried: judgement.tried)
        }
        return report
    }
}

extension Provenance.DataFile {
    /// Name, size and checksum.
    var inWords: String {
        "\(name)" + (sha256.map { ", \(Numbers.count(byteCount)) bytes, SHA-256 \($0)" } ?? "")
    }
}
