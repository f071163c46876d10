import ValenceEvaluation
import ValenceReviews
import ValenceText

/// Looks for likely label errors in labelled files: every review is judged by a model that has not seen it, and the rows
/// come out with the suspicious ones first.
///
/// One row for every record, all columns kept; records that cannot be judged stand last, in the input's order, with a
/// status that says why. The records are held in memory.
public struct AuditRun: Sendable {
    public let files: [String]
    public let reading: ReadingOptions
    /// One kind of model; `folds` says in how many parts, 5 where it does not.
    public let options: TrainingOptions
    /// `-` is standard output.
    public let outputPath: String
    /// `nil`: the input's family.
    public let outputFormat: ClassifyOptions.OutputFormat?
    public let overwrites: Bool

    public init(
        files: [String], reading: ReadingOptions, options: TrainingOptions, outputPath: String,
        outputFormat: ClassifyOptions.OutputFormat? = nil, overwrites: Bool = false
    ) {
        self.files = files
        self.reading = reading
        self.options = options
        self.outputPath = outputPath
        self.outputFormat = outputFormat
        self.overwrites = overwrites
    }

    public struct Summary: Sendable {
        /// Rows written, one a record.
        public let records: Int
        public let judged: Int
        public let suspicious: Int
        /// How good the models were that judged.
        public let crossValidation: CrossValidation
    }

    static let columns = ["predicted_label", "confidence", "prob_given_label", "rank", "suspicious", "status"]

    /// - Throws: `ReviewsError`, `ModelsError`; `CancellationError` when stopped.
    public func run(
        isCancelled: @escaping @Sendable () -> Bool = { false },
        onEvent: @escaping @Sendable (TrainingEvent) -> Void = { _ in }
    ) throws -> Summary {
        let kind = try checkedKind()
        let output = try AtomicOutput(path: outputPath, overwrites: overwrites)
        let reader = try ReviewReader(files, options: reading, needsLabel: true)
        for finding in reader.findings { onEvent(.note(finding)) }
        var builder = CorpusBuilder(textSettings: TextSettings(), threads: options.threads)
        var records: [AuditedRecord] = []
        let labels = reader.labelColumns.compactMap(reader.columns.index(of:))
        try builder.add(reader, isCancelled: isCancelled) { review, isUsable in
            records.append(AuditedRecord(review, isUsable: isUsable, labels: labels))
        } onRead: {
            onEvent(.reading(records: $0))
        }
        for line in reader.tally.sentences { onEvent(.note(line)) }
        guard records.count == reader.tally.records else {
            throw ModelsError.lostRows(read: reader.tally.records, written: records.count)
        }
        let (corpus, fingerprints) = try builder.finish()
        let context = TrainingContext(
            corpus: corpus, split: Split(training: Array(0..<corpus.count), validation: []), seed: options.seed,
            threads: options.threads, isCancelled: isCancelled, onEvent: onEvent)
        let found = try CrossValidation(
            kind, folds: options.folds ?? 5, options: options, context: context, fingerprints: fingerprints)
        let audit = LabelAudit(found.predictions)
        try write(records, found.predictions, audit, reader: reader, to: output)
        return Summary(
            records: records.count, judged: corpus.count, suspicious: audit.isSuspicious.count(where: \.self),
            crossValidation: found)
    }

    private func checkedKind() throws -> ModelKind {
        guard options.kinds.count == 1 else {
            throw ModelsError.badOption(
                "an audit is made by one kind of model, found \(options.kinds.map(\.rawValue).joined(separator: ", "))")
        }
        guard case .fraction = options.validation else {
            throw ModelsError.badOption(
                "an audit takes its validation reviews from the folds; give --validation a share")
        }
        try TrainingRun(
            files: files, reading: reading, options: options, outputPath: outputPath, overwrites: overwrites
        ).validate()
        return options.kinds[0]
    }

    private func write(
        _ records: [AuditedRecord], _ predictions: Predictions, _ audit: LabelAudit, reader: ReviewReader,
        to output: AtomicOutput
    ) throws {
        let taken = reader.columns.names
        let writer = RowWriter(
            outputFormat?.rowFormat ?? reader.rowFormat, columns: taken + Answers.names(Self.columns, besides: taken))
        var bytes: [UInt8] = []
        if reader.hasHeader || outputFormat != nil { writer.appendHeader(to: &bytes) }
        let judged = records.filter { $0.status == nil }
        let C = predictions.labels.count
        for (rank, review) in audit.ranking.enumerated() {
            let predicted = predictions.predicted[review]
            let row = predictions.probabilities[review * C..<(review + 1) * C]
            writer.append(
                judged[review].record,
                [
                    .text(predictions.labels[predicted]), .number(Answers.decimal(row[row.startIndex + predicted])),
                    .number(Answers.decimal(row[row.startIndex + predictions.truth[review]])), .number("\(rank + 1)"),
                    .text(audit.isSuspicious[review] ? "yes" : "no"), .text("ok"),
                ], to: &bytes)
            try output.append(bytes)
            bytes.removeAll(keepingCapacity: true)
        }
        for record in records {
            guard let status = record.status else { continue }
            writer.append(
                record.record, Array(repeating: .nothing, count: Self.columns.count - 1) + [.text(status)], to: &bytes)
        }
        try output.append(bytes)
        try output.commit()
    }
}

/// A record, and why it cannot be judged; `nil` where it can.
private struct AuditedRecord {
    let record: Record
    let status: String?

    /// - Parameter labels: the columns that hold labels.
    init(_ review: Review, isUsable: Bool, labels: [Int]) {
        record = review.record
        switch review.status {
        case _ where isUsable: status = nil
        case .empty: status = "empty"
        case .rejected(let reason): status = "rejected: \(reason)"
        case .ok:
            let record = review.record
            let hasLabel = labels.contains { $0 < record.fieldCount && !record.string($0).allSatisfy(\.isWhitespace) }
            status = hasLabel ? "left out by the label map" : "unlabelled"
        }
    }
}
