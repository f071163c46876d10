import ValenceReviews

/// Labels files of reviews: one row out for every record in, in the same order, every input column kept.
public struct FileClassifier {
    private let model: TrainedModel
    private let options: ClassifyOptions

    public init(_ model: TrainedModel, options: ClassifyOptions) {
        self.model = model
        self.options = options
    }

    /// Reads, classifies and writes, block by block: the reader and the writer run beside the classifier.
    /// - Parameters:
    ///   - onProgress: told how many records are written so far.
    ///   - onAnswer: told of every review that got an answer, in order, with its probabilities.
    /// - Throws: `ReviewsError`; `ReviewsError.closedPipe` where nobody reads the output any more; `ModelsError.badOption`.
    public func run(
        _ files: [String], reading: ReadingOptions, isCancelled: () -> Bool = { false },
        onFinding: (String) -> Void = { _ in }, onProgress: (Int) -> Void = { _ in },
        onAnswer: ((Review, [Float]) throws -> Void)? = nil
    ) throws -> ClassifySummary {
        try validate()
        var reading = reading
        reading.usualTextColumns = model.provenance.textColumns
        let clock = ContinuousClock()
        var summary = ClassifySummary(labels: model.labels)
        let begin = clock.now
        let reader = try ReviewReader(files, options: reading, needsLabel: false)
        summary.seconds.reading += begin.secondsUntil(clock.now)
        for finding in reader.findings { onFinding(finding) }
        let output = try AtomicOutput(path: options.outputPath, overwrites: options.overwrites)
        let answers = Answers(labels: model.labels, taken: reader.columns.names, whyWords: options.whyWords)
        let writer = RowWriter(
            options.outputFormat?.rowFormat ?? reader.rowFormat, columns: reader.columns.names + answers.columns)
        let blocks = BlockClassifier(model, options: options, answers: answers, writer: writer)
        if reader.hasHeader || options.outputFormat != nil {
            var header: [UInt8] = []
            writer.appendHeader(to: &header)
            try output.append(header)
        }

        let (isLineBuffered, allThreads) = (options.isLineBuffered, options.threads)
        try OrderedPipeline.run(threads: isLineBuffered ? 1 : options.threads) { () -> [Review]? in
            let begin = clock.now
            defer { summary.seconds.reading += begin.secondsUntil(clock.now) }
            if isCancelled() {
                summary.wasCancelled = true
                return nil
            }
            return try block(of: reader)
        } work: { block, threads in
            blocks.classify(block, threads: isLineBuffered ? allThreads : threads)
        } use: { result in
            let begin = clock.now
            try output.append(result.bytes)
            if let onAnswer { for answer in result.answered { try onAnswer(answer.review, answer.probabilities) } }
            if options.isLineBuffered { try output.flush() }
            summary.add(result.summary)
            summary.seconds.writing += begin.secondsUntil(clock.now)
            onProgress(summary.records)
        }
        for line in reader.tally.sentences { onFinding(line) }
        guard summary.wasCancelled || summary.records == reader.tally.records else {
            throw ModelsError.lostRows(read: reader.tally.records, written: summary.records)
        }
        if !summary.wasCancelled { try output.commit() }
        return summary
    }

    /// The next reviews that are classified together: few at first, so that a small file is shared by all threads,
    /// then enough that those of one batch are of near lengths.
    private func block(of reader: ReviewReader) throws -> [Review]? {
        let size = options.isLineBuffered ? 1 : max(options.batchSize, reader.tally.records < 4096 ? 256 : 1024)
        var block: [Review] = []
        block.reserveCapacity(size)
        while block.count < size, let review = try reader.next() { block.append(review) }
        return block.isEmpty ? nil : block
    }

    private func validate() throws {
        guard options.batchSize > 0 else {
            throw ModelsError.badOption("--batch-size expects 1 or more, found \(options.batchSize)")
        }
        if let words = options.whyWords, words < 1 {
            throw ModelsError.badOption("--why expects 1 word or more, found \(words)")
        }
        if let least = options.minimumConfidence, !(0...1).contains(least) {
            throw ModelsError.badOption("--min-confidence expects a number from 0 to 1, found \(least)")
        }
    }
}
