/// Learns region vectors: a region foretells which words stand within reach on either side of it (Johnson & Zhang 2015,
/// arXiv:1504.01255; here by negative sampling, see `SampledNeighbours`). The region is r of `RegionVectors`, before it is
/// made shorter: so learned, the vectors told a classifier more.
///
/// Regions side by side share words and neighbours, and pull the same way; so a step takes every s-th place of a piece of
/// text, from a place drawn anew each time. Frequent words are often skipped as neighbours, never as parts of regions. The
/// pieces of a step see the same numbers, side by side, and change them in a fixed order: the outcome is the same for any
/// number of threads.
///
/// V words, d numbers a vector.
package final class RegionLearning: PieceLearning {
    package struct Settings: Codable, Sendable {
        package var vectors: RegionVectors.Settings
        /// How many words before and behind a region are foretold.
        package var reach: Int
        /// Of each neighbour.
        package var negatives: Int
        /// The frequency from which on a word is often skipped as a neighbour; nil skips none.
        package var subsampling: Double?
        /// S, for each piece.
        package var sharedNegatives: Int
        /// s
        package var stride: Int

        package init(
            vectors: RegionVectors.Settings = .init(), reach: Int = 5, negatives: Int = 5, subsampling: Double? = 1e-5,
            sharedNegatives: Int = 64, stride: Int = 5
        ) {
            self.vectors = vectors
            self.reach = reach
            self.negatives = negatives
            self.subsampling = subsampling
            self.sharedNegatives = sharedNegatives
            self.stride = stride
        }
    }

    /// What b moves by for each of a word's steps: every region moves it, a word only its own.
    private static let biasRate: Float = 1 / 50

    package let settings: Settings
    /// "regions.words", [V, d], and "regions.bias", [d]
    package let regions: ParameterStore<Float>
    /// "contexts", [V, d + 1]: what neighbours are foretold by, and behind it how likely each is anywhere, without which a
    /// small vocabulary, whose words all serve as negatives, pushes every region below 0 for good.
    package let contexts: ParameterStore<Float>
    private let kept: [Double]
    private let sampler: AliasTable

    /// - Parameter counts: how often each word was seen; word 0 stands for all unknown ones, which are passed over.
    package init(counts: [Int], settings: Settings, seed: UInt64) {
        precondition(!counts.isEmpty, "no words, not even the unknown one")
        self.settings = settings
        let size = settings.vectors.size
        var layout = ParameterLayout()
        layout.add("regions.words", [counts.count, size], .embedding)
        layout.add("regions.bias", [size], .vector)
        regions = ParameterStore(layout)
        var contextLayout = ParameterLayout()
        contextLayout.add("contexts", [counts.count, size + 1], .embedding)
        contexts = ParameterStore(contextLayout)
        var random = RandomStream(seed: seed, .initialisation)
        regions["regions.words"] = (0..<counts.count * size).map { _ in Float(0.2 * (random.uniform() - 0.5)) }
        regions.matrix("regions.bias").fill(0.1)

        let total = Double(counts.dropFirst().reduce(0, +))
        kept = counts.enumerated().map { word, count in
            guard word > 0, count > 0 else { return 0 }
            guard let threshold = settings.subsampling else { return 1 }
            return SkipGram.share(read: threshold, of: Double(count) / total)
        }
        // In proportion to what is left of a word as a neighbour.
        sampler = AliasTable(
            weights: counts.enumerated().map { [kept] word, count in
                word > 0 ? SkipGram.weight(ofCount: Int(Double(count) * min(1, kept[word]))) : counts.count > 1 ? 0 : 1
            })
    }

    package var stores: [(name: String, store: ParameterStore<Float>)] {
        [("regions", regions), ("contexts", contexts)]
    }

    /// What has been learned so far; it goes on learning with this.
    package var vectors: RegionVectors {
        RegionVectors(
            words: regions.matrix("regions.words"), bias: regions.matrix("regions.bias"), settings: settings.vectors)
    }

    /// Learns from pieces of text, all at once.
    package func step(
        _ pieces: [ArraySlice<Int32>], learningRate: Double, seed: UInt64, epoch: Int, batch: Int, threads: Int
    ) -> PieceLoss {
        let (vectors, contexts) = (vectors, contexts.matrix("contexts"))
        let steps = parallelMap(pieces.count, threads: threads) { number in
            var random = RandomStream(seed: seed, .sampling, epoch: epoch, batch: batch, shard: number)
            return RegionStep(
                pieces[number], vectors, contexts, kept, sampler, settings, rate: Float(learningRate),
                measuresLoss: number == 0, &random)
        }
        // Threads share the columns, so that every number is changed by one of them, in the order of the pieces.
        let size = settings.vectors.size
        let ranges = stride(from: 0, to: size, by: 64).map { $0..<min($0 + 64, size) }
        parallel(2 * ranges.count, threads: threads) { item in
            var columns = ranges[item / 2]
            if item % 2 == 0 {
                let (words, bias) = (vectors.words.columns(columns), vectors.bias.columns(columns))
                for (piece, step) in zip(pieces, steps) { step.addRegions(piece, vectors, to: words, bias, columns) }
                return
            }
            if columns.upperBound == size { columns = columns.lowerBound..<size + 1 }
            let table = contexts.columns(columns)
            for step in steps {
                let change = step.learned.dCandidates.columns(columns)
                for (row, word) in step.candidates.enumerated() { table.addRow(Int(word), from: change, row) }
            }
        }
        return PieceLoss(
            lossSum: steps.first?.learned.lossSum ?? 0, pairs: steps.first?.learned.pairs ?? 0)
    }

    /// What one piece changes.
    private struct RegionStep: Sendable {
        /// Where the regions stand, as indices of the piece.
        let places: [Int]
        /// The neighbours that are foretold, then the negatives.
        let candidates: [Int32]
        /// Its rows are the regions; what they change is taken back to before ReLU.
        let learned: SampledNeighbours

        init(
            _ piece: ArraySlice<Int32>, _ vectors: RegionVectors, _ contexts: Matrix<Float>, _ kept: [Double],
            _ sampler: AliasTable, _ settings: Settings, rate: Float, measuresLoss: Bool, _ random: inout RandomStream
        ) {
            let begin = piece.startIndex + random.below(settings.stride)
            places = Array(Swift.stride(from: begin, to: piece.endIndex, by: settings.stride))
            // How many of the places before each one hold a neighbour that is read.
            var before = [0]
            var read: [Int32] = []
            for word in piece {
                let chance = kept[Int(word)]
                if chance >= 1 || chance > 0 && random.bernoulli(chance) { read.append(word) }
                before.append(read.count)
            }
            let S = settings.sharedNegatives
            candidates = read + (0..<S).map { _ in sampler.draw(&random) }
            func stretch(_ range: Range<Int>) -> Range<Int> {
                let clamped = range.clamped(to: piece.indices)
                return before[clamped.lowerBound - piece.startIndex]..<before[clamped.upperBound - piece.startIndex]
            }
            let (radius, reach) = (settings.vectors.radius, settings.reach)
            let rectified = vectors.rectified(piece, at: places)
            let size = rectified.columns
            let inputs = Matrix<Float>(rectified.rows, size + 1, cleared: false)
            inputs.fill(1)
            inputs.columns(0..<size).copy(from: rectified)
            learned = SampledNeighbours(
                inputs, Matrix(rows: candidates, of: contexts), shared: S, negatives: settings.negatives,
                rate: rate, measuresLoss: measuresLoss
            ) { [places] row in
                let place = places[row]
                return (
                    stretch(place - radius - reach..<place - radius),
                    stretch(place + radius + 1..<place + radius + 1 + reach)
                )
            }
            // The gradient at r goes on to what is before ReLU.
            for row in 0..<rectified.rows {
                for column in 0..<size where rectified[row, column] <= 0 { learned.dRows[row, column] = 0 }
            }
        }

        /// Adds what the regions' words and b are changed by, in some columns.
        func addRegions(
            _ piece: ArraySlice<Int32>, _ vectors: RegionVectors, to words: Matrix<Float>, _ bias: Matrix<Float>,
            _ columns: Range<Int>
        ) {
            let change = learned.dRows.columns(columns)
            for (row, place) in places.enumerated() {
                for word in piece[vectors.region(of: place, in: piece)] where word != 0 {
                    words.addRow(Int(word), from: change, row)
                }
                for column in 0..<change.columns { bias[0, column] += RegionLearning.biasRate * change[row, column] }
            }
        }
    }
}
