import ValenceNetworks
import ValenceReviews
import ValenceText

/// Reads labelled reviews into a corpus: the reader in order, the tokeniser on all cores beside it, the numbering in
/// order again, of the tokens that a block has numbered by itself.
package struct CorpusBuilder {
    /// How many reviews are read, tokenised and numbered at a time.
    private static let blockSize = 256

    private let tokenizer: Tokenizer
    private let threads: Int
    /// Whether labelled reviews were asked for, so that there must be some, of two labels at least.
    private var needsLabels = false
    private var corpus = Corpus()
    /// Labels as they were first met; sorted into their final order by `finish`.
    private var metLabels: [String] = []
    private var fingerprints: [UInt64] = []

    package init(textSettings: TextSettings, threads: Int) {
        tokenizer = Tokenizer(textSettings)
        corpus.textSettings = textSettings
        self.threads = threads
    }

    package var count: Int { corpus.count }

    /// Adds every usable review of `reader`.
    /// - Parameter isLabelled: whether reviews without a label are left out; else no label is looked at.
    /// - Parameter onReview: told of every review, usable or not, in the input's order.
    /// - Throws: what the reader throws; `CancellationError` when `isCancelled` says so.
    package mutating func add(
        _ reader: ReviewReader, isLabelled: Bool = true, isCancelled: () -> Bool,
        onReview: (_ review: Review, _ isUsable: Bool) -> Void = { _, _ in },
        onRead: (Int) -> Void
    ) throws {
        let tokenizer = tokenizer
        if isLabelled { needsLabels = true }
        try OrderedPipeline.run(threads: threads) { () -> [Review]? in
            if isCancelled() { throw CancellationError() }
            var block: [Review] = []
            block.reserveCapacity(Self.blockSize)
            while block.count < Self.blockSize, let review = try reader.next() {
                let isUsable = review.status == .ok && (review.label != nil || !isLabelled)
                onReview(review, isUsable)
                if isUsable { block.append(review) }
            }
            return block.isEmpty ? nil : block
        } work: { reviews, _ in
            var block = Block()
            var list = TokenList()
            for review in reviews {
                tokenizer.tokenize(review.text, into: &list)
                block.append(isLabelled ? review.label : nil, list)
            }
            return block
        } use: { block in
            append(block)
            onRead(corpus.count)
        }
    }

    /// Some reviews, their tokens numbered by a table of their own.
    private struct Block: Sendable {
        var table = TokenTable()
        var tokens: [Int32] = []
        var ends: [Int] = []
        var labels: [String?] = []
        var fingerprints: [UInt64] = []

        mutating func append(_ label: String?, _ list: TokenList) {
            for index in 0..<list.count { tokens.append(table.intern(list[index], hash: list.hashes[index])) }
            ends.append(tokens.count)
            labels.append(label)
            fingerprints.append(ValenceText.Fingerprint.of(list))
        }
    }

    private mutating func append(_ block: Block) {
        // Tokens that are new to the corpus get the numbers that they would get one by one.
        let numbers = (0..<block.table.count).map {
            corpus.table.intern(block.table[$0], hash: block.table.hashes[$0])
        }
        let start = corpus.tokens.count
        corpus.tokens += block.tokens.lazy.map { numbers[Int($0)] }
        corpus.ends += block.ends.lazy.map { start + $0 }
        for label in block.labels { corpus.labels.append(label.map { number(of: $0) } ?? -1) }
        fingerprints += block.fingerprints
    }

    private mutating func number(of label: String) -> Int32 {
        if let known = metLabels.firstIndex(of: label) { return Int32(known) }
        metLabels.append(label)
        return Int32(metLabels.count - 1)
    }

    /// The corpus with its labels in their final order, and each review's fingerprint, equal for copies of one text.
    /// - Throws: `ModelsError.badTrainingData` where there are fewer than two labels.
    package consuming func finish() throws -> (corpus: Corpus, fingerprints: [UInt64]) {
        guard corpus.count > 0 else {
            throw ModelsError.badTrainingData(
                "no \(needsLabels ? "labelled " : "")review with a text was found; check the columns with valence inspect"
            )
        }
        guard metLabels.count > 1 || !needsLabels else {
            throw ModelsError.badTrainingData(
                "found one label only, '\(metLabels[0])', expected two or more; add reviews of another class")
        }
        let ordered = LabelSet(metLabels).names
        let position = metLabels.map { label in Int32(ordered.firstIndex(of: label) ?? 0) }
        corpus.labels = corpus.labels.map { $0 < 0 ? $0 : position[Int($0)] }
        corpus.labelNames = ordered
        return (corpus, fingerprints)
    }
}
