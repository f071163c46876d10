import ValenceReviews

/// Labels files of reviews: one row out for every record in, in the same order, every input column kept.
public struct FileClassifier {
    private let model: TrainedModel
    private let options: ClassifyOptions

    public init(_ model: TrainedModel, options: ClassifyOptions) {
        self.model = model
        self.options = options
    }

    /// Reviews read before they are classified together; enough for all cores, little enough for bounded memory.
    private var blockSize: Int {
        options.isLineBuffered ? 1 : max(options.batchSize * options.threads * 4, 1024)
    }

    /// Reads, classifies and writes, block by block.
    /// - Parameter onProgress: told how many records are written so far.
    /// - Throws: `ReviewsError`; `ReviewsError.closedPipe` where nobody reads the output any more; `ModelsError.badOption`.
    public func run(
        _ files: [String], reading: ReadingOptions, isCancelled: () -> Bool = { false },
        onFinding: (String) -> Void = { _ in }, onProgress: (Int) -> Void = { _ in }
    ) throws -> ClassifySummary {
        try validate()
        var reading = reading
        reading.usualTextColumns = model.provenance.textColumns
        let reader = try ReviewReader(files, options: reading, needsLabel: false)
        for finding in reader.findings { onFinding(finding) }
        let output = try AtomicOutput(path: options.outputPath, overwrites: options.overwrites)
        let answers = Answers(labels: model.labels, taken: reader.columns.names)
        let writer = RowWriter(format(of: reader), columns: reader.columns.names + answers.columns)
        let predictor = Predictor(model, batchSize: options.batchSize, threads: options.threads)

        var summary = ClassifySummary(labels: model.labels)
        var bytes: [UInt8] = []
        if reader.hasHeader || options.outputFormat != nil { writer.appendHeader(to: &bytes) }
        var block: [Review] = []
        var isOver = false
        while !isOver {
            block.removeAll(keepingCapacity: true)
            while block.count < blockSize, !isOver {
                guard let review = try reader.next() else {
                    isOver = true
                    break
                }
                block.append(review)
            }
            if isCancelled() {
                summary.wasCancelled = true
                break
            }
            classify(block, predictor, answers, writer, into: &bytes, &summary)
            try output.append(bytes)
            bytes.removeAll(keepingCapacity: true)
            if options.isLineBuffered { try output.flush() }
            onProgress(summary.records)
        }
        for line in reader.tally.sentences { onFinding(line) }
        guard summary.wasCancelled || summary.records == reader.tally.records else {
            throw ModelsError.lostRows(read: reader.tally.records, written: summary.records)
        }
        if !summary.wasCancelled { try output.commit() }
        return summary
    }

    private func validate() throws {
        guard options.batchSize > 0 else {
            throw ModelsError.badOption("--batch-size expects 1 or more, found \(options.batchSize)")
        }
        if let least = options.minimumConfidence, !(0...1).contains(least) {
            throw ModelsError.badOption("--min-confidence expects a number from 0 to 1, found \(least)")
        }
    }

    private func format(of reader: ReviewReader) -> RowWriter.Format {
        switch options.outputFormat {
        case .csv: .delimited(UInt8(ascii: ","))
        case .tsv: .delimited(UInt8(ascii: "\t"))
        case .jsonl: .jsonLines
        case nil: reader.rowFormat
        }
    }

    private func classify(
        _ block: [Review], _ predictor: Predictor, _ answers: Answers, _ writer: RowWriter, into bytes: inout [UInt8],
        _ summary: inout ClassifySummary
    ) {
        let usable = block.indices.filter { block[$0].status == .ok }
        let probabilities = predictor.probabilities(usable.map { block[$0].text })
        let classCount = model.labels.count
        var row = 0
        for review in block {
            summary.records += 1
            var answer: Answers.Answer
            switch review.status {
            case .ok:
                answer = .classified(
                    Array(probabilities[row * classCount..<(row + 1) * classCount]),
                    minimumConfidence: options.minimumConfidence)
                row += 1
            case .empty: answer = .unclassified(status: "empty")
            case .rejected(let reason): answer = .unclassified(status: "rejected: \(reason)")
            }
            summary.count(answer, review)
            writer.append(review.record, answers.values(answer), to: &bytes)
        }
    }
}
