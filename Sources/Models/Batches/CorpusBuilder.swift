import ValenceNetworks
import ValenceReviews
import ValenceText

/// Reads labelled reviews into a corpus: the reader in order, the tokeniser on all cores, the numbering in order again.
package struct CorpusBuilder {
    /// How many reviews are tokenised at a time by one core.
    private static let shardSize = 256

    private let tokenizer: Tokenizer
    private let threads: Int
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

    /// Adds every usable labelled review of `reader`.
    /// - Throws: what the reader throws; `CancellationError` when `isCancelled` says so.
    package mutating func add(
        _ reader: ReviewReader, isCancelled: () -> Bool, onRead: (Int) -> Void
    ) throws {
        let blockSize = Self.shardSize * threads * 4
        var block: [Review] = []
        block.reserveCapacity(blockSize)
        while let review = try reader.next() {
            guard review.status == .ok, review.label != nil else { continue }
            block.append(review)
            if block.count == blockSize {
                append(block)
                block.removeAll(keepingCapacity: true)
                onRead(corpus.count)
                if isCancelled() { throw CancellationError() }
            }
        }
        append(block)
        onRead(corpus.count)
    }

    private mutating func append(_ block: [Review]) {
        let tokenizer = tokenizer
        let shards = (block.count + Self.shardSize - 1) / Self.shardSize
        let lists = parallelMap(shards, threads: threads) { shard in
            block[shard * Self.shardSize..<min((shard + 1) * Self.shardSize, block.count)].map { review in
                var list = TokenList()
                tokenizer.tokenize(review.text, into: &list)
                return list
            }
        }
        for (review, list) in zip(block, lists.joined()) {
            guard let label = review.label else { continue }
            for index in 0..<list.count {
                corpus.tokens.append(corpus.table.intern(list[index], hash: list.hashes[index]))
            }
            corpus.ends.append(corpus.tokens.count)
            corpus.labels.append(number(of: label))
            fingerprints.append(ValenceText.Fingerprint.of(list))
        }
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
                "no labelled review with a text was found; check the columns with valence inspect")
        }
        guard metLabels.count > 1 else {
            throw ModelsError.badTrainingData(
                "found one label only, '\(metLabels[0])', expected two or more; add reviews of another class")
        }
        let ordered = LabelSet(metLabels).names
        let position = metLabels.map { label in Int32(ordered.firstIndex(of: label) ?? 0) }
        corpus.labels = corpus.labels.map { position[Int($0)] }
        corpus.labelNames = ordered
        return (corpus, fingerprints)
    }
}
