import Foundation

/// Word vectors that foretell which words stand near: skip-gram with negative sampling (Mikolov et al. 2013,
/// arXiv:1310.4546).
///
/// A word w with vector u and its neighbour c with context vector v cost −log σ(u·v) − Σ log σ(−u·n) over K words n
/// drawn in proportion to count^¾. How far neighbours may stand is drawn for each w; frequent words are often skipped.
///
/// All pairs of a piece of text share S negatives. The pieces of a step see the same vectors, side by side, and change them
/// in a fixed order: the outcome is the same for any number of threads.
///
/// V words, d numbers a vector, L words of a piece.
package final class SkipGram: PieceLearning {
    package struct Settings: Codable, Sendable {
        /// How many words away a neighbour stands at most.
        package var window: Int
        /// K, for each pair.
        package var negatives: Int
        /// t: of a word of frequency f, √(t / f) + t / f are read; nil reads all.
        package var subsampling: Double?
        /// S, for each piece.
        package var sharedNegatives: Int

        package init(
            window: Int = 5, negatives: Int = 5, subsampling: Double? = 1e-4, sharedNegatives: Int = 64
        ) {
            self.window = window
            self.negatives = negatives
            self.subsampling = subsampling
            self.sharedNegatives = sharedNegatives
        }
    }

    package let settings: Settings
    /// "embedding.weight", [V, d]: what is wanted.
    package let vectors: ParameterStore<Float>
    /// "contexts", [V, d]: what neighbours are foretold by.
    package let contexts: ParameterStore<Float>
    /// The probability that an occurrence of a word is read.
    private let kept: [Double]
    private let sampler: AliasTable

    /// - Parameter counts: how often each word was seen; word 0 stands for all unknown ones, which are passed over.
    package init(counts: [Int], size: Int, settings: Settings = Settings(), seed: UInt64) {
        precondition(counts.count > 1 && size > 0, "\(counts.count) words, \(size) numbers each")
        self.settings = settings
        func store(_ name: String) -> ParameterStore<Float> {
            var layout = ParameterLayout()
            layout.add(name, [counts.count, size], .embedding)
            return ParameterStore(layout)
        }
        vectors = store("embedding.weight")
        contexts = store("contexts")
        var random = RandomStream(seed: seed, .initialisation)
        vectors.flat.assign((0..<vectors.flat.columns).map { _ in Float((random.uniform() - 0.5) / Double(size)) })

        let total = Double(counts.dropFirst().reduce(0, +))
        kept = counts.enumerated().map { word, count in
            guard word > 0 else { return 0 }
            guard let threshold = settings.subsampling, count > 0 else { return 1 }
            return Self.share(read: threshold, of: Double(count) / total)
        }
        sampler = AliasTable(
            weights: counts.enumerated().map { word, count in word > 0 ? Self.weight(ofCount: count) : 0 })
    }

    /// The share of the occurrences of a word of `frequency` that is read.
    static func share(read threshold: Double, of frequency: Double) -> Double {
        let ratio = threshold / frequency
        return ratio.squareRoot() + ratio
    }

    /// In proportion to the chance of being drawn as a negative.
    static func weight(ofCount count: Int) -> Double { pow(max(Double(count), 0.5), 0.75) }

    package var stores: [(name: String, store: ParameterStore<Float>)] {
        [("vectors", vectors), ("contexts", contexts)]
    }

    /// Learns from pieces of text, all at once.
    package func step(
        _ pieces: [ArraySlice<Int32>], learningRate: Double, seed: UInt64, epoch: Int, batch: Int, threads: Int
    ) -> PieceLoss {
        let (u, v) = (vectors.matrix("embedding.weight"), contexts.matrix("contexts"))
        let steps = parallelMap(pieces.count, threads: threads) { number in
            var random = RandomStream(seed: seed, .sampling, epoch: epoch, batch: batch, shard: number)
            return PieceStep(
                words(of: pieces[number], &random), sampler, settings, u, v, rate: Float(learningRate),
                measuresLoss: number == 0, &random)
        }
        // Threads share the columns, so that every number is changed by one of them, in the order of the pieces.
        let ranges = stride(from: 0, to: u.columns, by: 64).map { $0..<min($0 + 64, u.columns) }
        parallel(2 * ranges.count, threads: threads) { item in
            let columns = ranges[item / 2]
            let table = (item % 2 == 0 ? u : v).columns(columns)
            for step in steps {
                let (rows, words) =
                    item % 2 == 0 ? (step.learned.dRows, step.words) : (step.learned.dCandidates, step.candidates)
                let change = rows.columns(columns)
                for (row, word) in words.enumerated() { table.addRow(Int(word), from: change, row) }
            }
        }
        return PieceLoss(lossSum: steps.first?.learned.lossSum ?? 0, pairs: steps.first?.learned.pairs ?? 0)
    }

    /// The words of a piece that are read.
    private func words(of piece: ArraySlice<Int32>, _ random: inout RandomStream) -> [Int32] {
        piece.filter { word in
            let chance = kept[Int(word)]
            return chance >= 1 || chance > 0 && random.bernoulli(chance)
        }
    }
}

/// What one piece changes: the learning rate times the gradient of its pairs' log likelihood.
private struct PieceStep: Sendable {
    let words: [Int32]
    /// The words again, as neighbours of each other, then the negatives.
    let candidates: [Int32]
    let learned: SampledNeighbours

    init(
        _ words: [Int32], _ sampler: AliasTable, _ settings: SkipGram.Settings, _ u: Matrix<Float>, _ v: Matrix<Float>,
        rate: Float, measuresLoss: Bool, _ random: inout RandomStream
    ) {
        // A word alone has no neighbour.
        let S = words.count > 1 ? settings.sharedNegatives : 0
        self.words = words.count > 1 ? words : []
        let L = self.words.count
        candidates = self.words + (0..<S).map { _ in sampler.draw(&random) }
        learned = SampledNeighbours(
            Matrix(rows: self.words, of: u), Matrix(rows: candidates, of: v), shared: S,
            negatives: settings.negatives, rate: rate, measuresLoss: measuresLoss
        ) { row in
            let reach = 1 + random.below(settings.window)
            return (max(0, row - reach)..<row, row + 1..<min(L, row + reach + 1))
        }
    }
}
