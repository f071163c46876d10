/// Learns the vectors of n-grams from documents, whose own vectors learn with them.
///
/// Documents and n-grams are each parted into B blocks. A step pairs every block of documents with one of n-grams, so that
/// the pairs of a step share no vector and may run side by side in any order; after B steps all have met (Gemulla et al.
/// 2011, doi:10.1145/2020408.2020426). The outcome is the same for any number of threads, and a block of n-grams stays in
/// the caches.
///
/// N documents, V n-grams, d numbers a vector.
package final class DocumentLearning: Sendable {
    /// B, fewer where there is too little to part.
    package let blockCount: Int
    /// [V, d]
    package let ngrams: ParameterStore<Float>
    /// [N, d]
    package let documents: ParameterStore<Float>
    private let settings: NGramVectors.Settings
    private let counts: [Int32]
    private let columns: [Int32]
    /// Where the n-grams of a block begin among a document's: [N, B + 1].
    private let cuts: [Int]
    private let samplers: [AliasTable]

    /// - Parameters:
    ///   - starts: the n-grams of document k are `columns[starts[k]..<starts[k + 1]]`, ascending, each once. Documents stand
    ///     in random order: those of a block learn together, and grow alike.
    ///   - counts: how many documents hold each n-gram.
    package init(
        starts: [Int], columns: [Int32], counts: [Int32], settings: NGramVectors.Settings, blocks: Int = 16,
        seed: UInt64
    ) {
        precondition(!counts.isEmpty && starts.count > 1, "\(counts.count) n-grams, \(starts.count - 1) documents")
        self.settings = settings
        self.columns = columns
        self.counts = counts
        let documentCount = starts.count - 1
        let blockCount = max(1, min(blocks, documentCount, counts.count))
        self.blockCount = blockCount
        func store(_ name: String, _ rows: Int) -> ParameterStore<Float> {
            var layout = ParameterLayout()
            layout.add(name, [rows, settings.size], .embedding)
            let store = ParameterStore<Float>(layout)
            var random = RandomStream(seed: seed, .initialisation, shard: rows)
            for row in 0..<rows { NGramVectors.start(store.matrix(name).rows(row..<row + 1), &random) }
            return store
        }
        ngrams = store("ngrams", counts.count)
        documents = store("documents", documentCount)
        let blockStarts = (0...blockCount).map { Self.start(ofBlock: $0, of: blockCount, counts.count) }
        var cuts: [Int] = []
        cuts.reserveCapacity(documentCount * (blockCount + 1))
        for document in 0..<documentCount {
            var place = starts[document]
            for start in blockStarts {
                while place < starts[document + 1], columns[place] < start { place += 1 }
                cuts.append(place)
            }
        }
        self.cuts = cuts
        samplers = (0..<blockCount).map {
            AliasTable(weights: NGramVectors.weights(counts[blockStarts[$0]..<blockStarts[$0 + 1]]))
        }
    }

    private static func start(ofBlock block: Int, of blocks: Int, _ count: Int) -> Int { count * block / blocks }

    /// What a step saw: of its first pair of blocks, n-grams and the sum of their losses.
    package struct StepResult: Sendable {
        package var lossSum = 0.0
        package var count = 0

        package init() {}
    }

    /// Pairs block k of the documents with block k + `number` of the n-grams, for all k at once.
    /// - Parameter number: from 0 to below `blockCount`; all of them are an epoch.
    package func step(_ number: Int, epoch: Int, seed: UInt64, threads: Int) -> StepResult {
        let documentCount = documents.flat.columns / settings.size
        let results = parallelMap(blockCount, threads: threads) { block in
            let drawn = (block + number) % blockCount
            let firstNGram = Int32(Self.start(ofBlock: drawn, of: blockCount, counts.count))
            var random = RandomStream(seed: seed, .sampling, epoch: epoch, batch: number, shard: block)
            var order = Array(
                Self.start(
                    ofBlock: block, of: blockCount, documentCount)..<Self.start(
                        ofBlock: block + 1, of: blockCount, documentCount))
            random.shuffle(&order)
            return learn(order, from: drawn, firstNGram, measuresLoss: block == 0, &random)
        }
        return results.first ?? StepResult()
    }

    private func learn(
        _ order: [Int], from block: Int, _ firstNGram: Int32, measuresLoss: Bool, _ random: inout RandomStream
    ) -> StepResult {
        let (table, vectors) = (ngrams.matrix("ngrams"), documents.matrix("documents"))
        var result = StepResult()
        var (rows, chances): ([Int32], [Float]) = ([], [])
        for document in order {
            let cut = document * (blockCount + 1) + block
            NGramVectors.groups(
                columns[cuts[cut]..<cuts[cut + 1]], negatives: settings.negatives, into: &rows
            ) { firstNGram + samplers[block].draw(&random) }
            if measuresLoss { chances = Array(repeating: 0, count: rows.count) }
            Kernels.best.learn(
                vectors, document, from: table, rows: rows, negatives: settings.negatives,
                rate: settings.rate, sharpness: settings.sharpness, learns: true, chances: &chances)
            for (index, chance) in chances.enumerated() {
                let isHeld = index % (settings.negatives + 1) == 0
                result.lossSum -= Double(Float.logarithm(max(isHeld ? chance : 1 - chance, .leastNormalMagnitude)))
                result.count += isHeld ? 1 : 0
            }
        }
        return result
    }

    /// What was learned: vectors of length 1.
    package func vectors() -> NGramVectors {
        let table = ngrams.matrix("ngrams")
        for row in 0..<table.rows { NGramVectors.normalise(table.rows(row..<row + 1)) }
        return NGramVectors(table, counts: counts, settings: settings)
    }
}
