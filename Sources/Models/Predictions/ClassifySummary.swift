import ValenceReviews

/// What a classifying run did.
public struct ClassifySummary: Sendable, Equatable {
    public struct LabelCount: Sendable, Equatable {
        public let label: String
        public internal(set) var count: Int
    }

    /// Rows written, one a record.
    public internal(set) var records = 0
    public internal(set) var classified = 0
    /// Records without a text.
    public internal(set) var empty = 0
    /// Records that are broken or refused.
    public internal(set) var rejected = 0
    /// Classified reviews by their most likely label, in the model's order.
    public internal(set) var labelCounts: [LabelCount]
    /// Classified, but below the least confidence asked for.
    public internal(set) var unsure = 0
    /// Where the first rejected record stands, and why it was.
    public internal(set) var firstRejection: String?
    /// Stopped before the end: nothing was put in the output's place.
    public internal(set) var wasCancelled = false

    /// How long each stage was busy, over all threads.
    public internal(set) var seconds = StageSeconds()

    init(labels: [String]) {
        labelCounts = labels.map { LabelCount(label: $0, count: 0) }
    }

    /// Adds what became of the records that follow.
    mutating func add(_ next: ClassifySummary) {
        records += next.records
        classified += next.classified
        empty += next.empty
        rejected += next.rejected
        unsure += next.unsure
        for label in labelCounts.indices { labelCounts[label].count += next.labelCounts[label].count }
        firstRejection = firstRejection ?? next.firstRejection
        seconds.add(next.seconds)
    }

    mutating func count(_ answer: Answers.Answer, _ review: Review) {
        switch answer {
        case .answered(let label, let likeliest, _):
            classified += 1
            labelCounts[likeliest].count += 1
            if label == nil { unsure += 1 }
        case .unclassified:
            if case .rejected(let reason) = review.status {
                rejected += 1
                if firstRejection == nil { firstRejection = "\(review.place): \(reason)" }
            } else {
                empty += 1
            }
        }
    }
}
