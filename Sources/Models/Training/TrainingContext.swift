/// What every trainer gets: the reviews, how they are split, and how to speak and to be stopped.
package struct TrainingContext: Sendable {
    package let corpus: Corpus
    package let split: Split
    /// Reviews of the corpus without labels, whose texts may be learned from.
    package let unlabelled: [Int]
    /// One number a class; `nil` for 1 each.
    package let classWeights: [Float]?
    package let seed: UInt64
    package let threads: Int
    package let isCancelled: @Sendable () -> Bool
    package let onEvent: @Sendable (TrainingEvent) -> Void

    package init(
        corpus: Corpus, split: Split, unlabelled: [Int] = [], classWeights: [Float]? = nil, seed: UInt64 = 1,
        threads: Int = 1,
        isCancelled: @escaping @Sendable () -> Bool = { false },
        onEvent: @escaping @Sendable (TrainingEvent) -> Void = { _ in }
    ) {
        self.corpus = corpus
        self.split = split
        self.unlabelled = unlabelled
        self.classWeights = classWeights
        self.seed = seed
        self.threads = threads
        self.isCancelled = isCancelled
        self.onEvent = onEvent
    }

    /// The same with another seed for what is learned; the split stays.
    func seeded(by number: UInt64) -> TrainingContext {
        TrainingContext(
            corpus: corpus, split: split, unlabelled: unlabelled, classWeights: classWeights, seed: seed &+ number,
            threads: threads,
            isCancelled: isCancelled, onEvent: onEvent)
    }

    /// Reviews whose texts may be learned from, whatever is known of their labels.
    var texts: [Int] { corpus.taught.isEmpty ? split.training + unlabelled : split.training }

    /// How many tokens the training reviews have.
    var trainingTokenCount: Int { split.training.reduce(0) { $0 + corpus[$1].count } }

    /// How often each token of the corpus stands in the training reviews.
    func tokenCounts() -> [Int] {
        var counts = [Int](repeating: 0, count: corpus.table.count)
        for review in split.training {
            for token in corpus[review] { counts[Int(token)] += 1 }
        }
        return counts
    }
}

extension Duration {
    package var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) * 1e-18
    }
}
