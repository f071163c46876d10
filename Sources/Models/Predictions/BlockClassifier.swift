import ValenceReviews

/// Turns a block of reviews into the rows that answer them.
struct BlockClassifier: Sendable {
    struct Rows: Sendable {
        let bytes: [UInt8]
        let summary: ClassifySummary
        /// The reviews that have an answer, with their probabilities.
        let answered: [(review: Review, probabilities: [Float])]
    }

    private let predictor: Predictor
    /// Where answers are explained.
    private let explainer: Explainer?
    private let answers: Answers
    private let writer: RowWriter
    private let labels: [String]
    private let minimumConfidence: Double?

    init(_ model: TrainedModel, options: ClassifyOptions, answers: Answers, writer: RowWriter) {
        predictor = Predictor(model, batchSize: options.batchSize, threads: options.threads)
        explainer = options.whyWords.map { _ in Explainer(model, threads: options.threads) }
        self.answers = answers
        self.writer = writer
        labels = model.labels
        minimumConfidence = options.minimumConfidence
    }

    /// One row for each review, in order.
    func classify(_ block: [Review], threads: Int) -> Rows {
        var summary = ClassifySummary(labels: labels)
        let texts = block.filter { $0.status == .ok }.map(\.text)
        let found = predictor.predict(texts, threads: threads)
        let explanations = explainer?.explain(texts, threads: threads)
        summary.seconds.tokenising = found.seconds.tokenising
        summary.seconds.classifying = found.seconds.classifying
        let clock = ContinuousClock()
        let begin = clock.now
        var bytes: [UInt8] = []
        var row = 0
        var answered: [(review: Review, probabilities: [Float])] = []
        for review in block {
            summary.records += 1
            let answer: Answers.Answer
            var explanation: Explanation?
            switch review.status {
            case .ok:
                let probabilities = found.probabilities[row * labels.count..<(row + 1) * labels.count]
                answer = .classified(Array(probabilities), minimumConfidence: minimumConfidence)
                answered.append((review, Array(probabilities)))
                explanation = explanations?[row]
                row += 1
            case .empty: answer = .unclassified(status: "empty")
            case .rejected(let reason): answer = .unclassified(status: "rejected: \(reason)")
            }
            summary.count(answer, review)
            writer.append(review.record, answers.values(answer, explanation), to: &bytes)
        }
        summary.seconds.writing = begin.secondsUntil(clock.now)
        return Rows(bytes: bytes, summary: summary, answered: answered)
    }
}
