import ValenceReviews

/// Explains the answers to files of reviews, block by block, in the order of the input.
public struct FileExplainer {
    /// Reviews that are explained together, on all threads.
    private static let blockSize = 64

    private let explainer: Explainer

    public init(_ model: TrainedModel, threads: Int) {
        explainer = Explainer(model, threads: threads)
    }

    /// - Parameters:
    ///   - onFinding: told what was found in the files, and in the end what became of their records.
    ///   - use: given every record; without an explanation where it has no text or is rejected.
    /// - Throws: `ReviewsError`; what `use` throws.
    public func run(
        _ files: [String], reading: ReadingOptions, isCancelled: () -> Bool = { false },
        onFinding: (String) -> Void = { _ in }, use: (Review, Explanation?) throws -> Void
    ) throws {
        var reading = reading
        reading.usualTextColumns = explainer.model.provenance.textColumns
        let reader = try ReviewReader(files, options: reading, needsLabel: false)
        for finding in reader.findings { onFinding(finding) }
        var isOver = false
        while !isOver, !isCancelled() {
            var block: [Review] = []
            while block.count < Self.blockSize, !isOver {
                if let review = try reader.next() { block.append(review) } else { isOver = true }
            }
            var explanations = explainer.explain(block.filter { $0.status == .ok }.map(\.string))[...]
            for review in block { try use(review, review.status == .ok ? explanations.popFirst() : nil) }
        }
        for sentence in reader.tally.sentences { onFinding(sentence) }
    }
}
