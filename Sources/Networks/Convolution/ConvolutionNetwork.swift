/// A convolution over words and regions with max pooling over the whole review (Johnson & Zhang 2015, arXiv:1412.1058 and
/// arXiv:1504.01255).
///
///     h_t = b + Σ_k W_k[w(t+k)] + V [x_t, s_t]        k from −(P − 1) / 2 on, P in all
///     m = max(0, max_t h_t)        q = m / √(1 + |m|²)        z = A q + a
///
/// Each word has a row of W for each of its P places around t, so that no product with W is ever formed; x_t are region
/// vectors and s_t the states of a language model, where there is one: both learned before and kept. Only the place where a
/// unit is largest learns from a review.
///
/// N units, P words wide, V words, d numbers of a region vector, e of a language model's states, C classes, T words of a
/// review.
package final class ConvolutionNetwork: @unchecked Sendable {
    package struct Settings: Codable, Sendable, Equatable {
        /// N
        package var units: Int
        /// P
        package var width: Int
        package var classCount: Int

        package init(units: Int = 512, width: Int = 3, classCount: Int) {
            self.units = units
            self.width = width
            self.classCount = classCount
        }
    }

    /// What is read of a review.
    package struct Review: Sendable {
        /// 0 stands for all unknown ones.
        package var words: ArraySlice<Int32>
        /// s, [T, e]; nil where there is no language model.
        package var states: Matrix<Float>?

        package init(words: ArraySlice<Int32>, states: Matrix<Float>? = nil) {
            self.words = words
            self.states = states
        }
    }

    package let settings: Settings
    package let regionVectors: RegionVectors
    /// e
    package let stateSize: Int
    package let parameters: ParameterStore<Float>
    /// W, [P·V, N]: the row of word w at place k is k·V + w.
    private let words: Matrix<Float>
    /// V, [N, d + e]
    private let regions: Matrix<Float>
    private let bias: Matrix<Float>
    private let output: Matrix<Float>
    private let outputBias: Matrix<Float>
    /// Of all products.
    private let precision: Precision
    private let packed = Cached<PackedMatrix<Float>>()

    /// A network with new, random parameters.
    package convenience init(
        _ settings: Settings, regionVectors: RegionVectors, stateSize: Int = 0, seed: UInt64,
        precision: Precision = .single
    ) {
        let parameters = ParameterStore<Float>(Self.layout(settings, regionVectors, stateSize: stateSize))
        var random = RandomStream(seed: seed, .initialisation)
        for name in ["convolution.words", "convolution.regions", "output.weight"] {
            let matrix = parameters.matrix(name)
            for row in 0..<matrix.rows {
                for column in 0..<matrix.columns { matrix[row, column] = Float(0.0346 * (random.uniform() - 0.5)) }
            }
        }
        self.init(
            settings, regionVectors: regionVectors, stateSize: stateSize, parameters: parameters, precision: precision)
    }

    /// A network over parameters that exist; they are shared, not copied.
    package init(
        _ settings: Settings, regionVectors: RegionVectors, stateSize: Int, parameters: ParameterStore<Float>,
        precision: Precision = .single
    ) {
        precondition(
            parameters.layout == Self.layout(settings, regionVectors, stateSize: stateSize),
            "parameters of another configuration")
        self.settings = settings
        self.regionVectors = regionVectors
        self.stateSize = stateSize
        self.parameters = parameters
        self.precision = precision
        words = parameters.matrix("convolution.words")
        regions = parameters.matrix("convolution.regions")
        bias = parameters.matrix("convolution.bias")
        output = parameters.matrix("output.weight")
        outputBias = parameters.matrix("output.bias")
    }

    /// A network over the same parameters whose products have a precision.
    package func reading(in precision: Precision) -> ConvolutionNetwork {
        ConvolutionNetwork(
            settings, regionVectors: regionVectors, stateSize: stateSize, parameters: parameters, precision: precision)
    }

    package static func layout(
        _ settings: Settings, _ regionVectors: RegionVectors, stateSize: Int
    ) -> ParameterLayout {
        var layout = ParameterLayout()
        layout.add("convolution.words", [settings.width * regionVectors.words.rows, settings.units], .embedding)
        layout.add("convolution.regions", [settings.units, regionVectors.settings.size + stateSize], .weight)
        layout.add("convolution.bias", [settings.units], .vector)
        layout.add("output.weight", [settings.classCount, settings.units], .weight)
        layout.add("output.bias", [settings.classCount], .vector)
        return layout
    }

    /// What the units made of a review.
    private struct Pooled {
        /// [x, s], [T, d + e]
        let inputs: Matrix<Float>
        /// m, [1, N]
        let values: Matrix<Float>
        /// By unit: the place of its maximum.
        var places: [Int32]
        /// 1 / √(1 + |m|²)
        let scale: Float
    }

    private func pooled(_ review: Review, by weight: PackedMatrix<Float>, keepsPlaces: Bool) -> Pooled {
        let text = review.words
        let inputs = inputs(of: review)
        let hidden = Matrix<Float>(text.count, settings.units, cleared: false)
        Float.multiply(inputs, weight, bias: bias, into: hidden, adds: false)
        let values = Matrix<Float>(1, settings.units)
        var places = [Int32](repeating: 0, count: keepsPlaces ? settings.units : 0)
        Kernels.best.raise(
            values, best: &places, to: hidden, plus: words, slots: text.indices.flatMap { wordRows(of: text, at: $0) },
            count: settings.width)
        let scale = Float(1 / (1 + values.sumOfSquares()).squareRoot())
        return Pooled(inputs: inputs, values: values, places: places, scale: scale)
    }

    /// V for inference.
    private var packedRegions: PackedMatrix<Float> {
        packed.value { PackedMatrix(transposing: regions, precision: precision) }
    }

    private func inputs(of review: Review) -> Matrix<Float> {
        let vectors = regionVectors.vectors(of: review.words)
        precondition(
            review.states?.columns ?? 0 == stateSize,
            "states of \(review.states?.columns ?? 0) numbers, not \(stateSize)")
        guard let states = review.states else { return vectors }
        let inputs = Matrix<Float>(vectors.rows, vectors.columns + stateSize, cleared: false)
        inputs.columns(0..<vectors.columns).copy(from: vectors)
        inputs.columns(vectors.columns..<inputs.columns).copy(from: states)
        return inputs
    }

    /// The rows of W that a place of a review adds up, −1 for unknown words and beyond the ends.
    private func wordRows(of text: ArraySlice<Int32>, at place: Int) -> some Sequence<Int32> {
        let first = place - (settings.width - 1) / 2
        let vocabularySize = Int32(regionVectors.words.rows)
        return (0..<settings.width).lazy.map { k in
            guard text.indices.contains(first + k), text[first + k] != 0 else { return -1 }
            return Int32(k) * vocabularySize + text[first + k]
        }
    }

    /// Logits [C] of one review. They depend on it alone, to the bit.
    package func logits(of review: Review) -> [Float] {
        let pooled = pooled(review, by: packedRegions, keepsPlaces: false)
        return (0..<settings.classCount).map { c in
            var sum: Float = 0
            for unit in 0..<settings.units { sum += output[c, unit] * pooled.values[0, unit] }
            return outputBias[0, c] + sum * pooled.scale
        }
    }

    /// What each word of a review adds to Σ_k direction_k · logit_k, the length |m| taken as it is: a unit's maximum is a sum
    /// over the words, the region and the states at its place, and a region's vector one over its words. What the states add
    /// is put down to the word at their place.
    package func contributions(of review: Review, along direction: [Double]) -> [Double] {
        let text = review.words
        let pooled = pooled(review, by: packedRegions, keepsPlaces: true)
        var contributions = [Double](repeating: 0, count: text.count)
        // Units that share a place share its region.
        var inputWeights: [Int: [Double]] = [:]
        let first = -(settings.width - 1) / 2
        for unit in 0..<settings.units where pooled.values[0, unit] > 0 {
            let weight =
                direction.indices.reduce(0.0) { $0 + direction[$1] * Double(output[$1, unit]) } * Double(pooled.scale)
            let place = Int(pooled.places[unit])
            for k in 0..<settings.width where text.indices.contains(text.startIndex + place + first + k) {
                let word = Int(text[text.startIndex + place + first + k])
                guard word != 0 else { continue }
                contributions[place + first + k] +=
                    weight * Double(words[k * regionVectors.words.rows + word, unit])
            }
            var along = inputWeights[place] ?? Array(repeating: 0, count: regions.columns)
            for column in along.indices { along[column] += weight * Double(regions[unit, column]) }
            inputWeights[place] = along
        }
        let d = regionVectors.settings.size
        for (place, along) in inputWeights.sorted(by: { $0.key < $1.key }) {
            for column in d..<d + stateSize {
                contributions[place] += along[column] * Double(pooled.inputs[place, column])
            }
            let vector = pooled.inputs.columns(0..<d)
            // x = r s and |x|² = |r|² s², so that s² = 1 − |x|².
            let square = vector.rows(place..<place + 1).sumOfSquares()
            let scale = max(0, 1 - square).squareRoot()
            for index in regionVectors.region(of: text.startIndex + place, in: text) where text[index] != 0 {
                for column in 0..<d where vector[place, column] > 0 {
                    contributions[index - text.startIndex] +=
                        along[column] * scale * Double(regionVectors.words[Int(text[index]), column])
                }
            }
        }
        return contributions
    }

    /// How a step learns.
    package struct Step: Sendable {
        package var rate: Float
        /// The probability that a unit is left out of a review's step, the others scaled up.
        package var dropout: Double
        package var loss: SoftmaxCrossEntropy
        package var key: DropoutKey

        package init(rate: Float, dropout: Double, loss: SoftmaxCrossEntropy, key: DropoutKey) {
            self.rate = rate
            self.dropout = dropout
            self.loss = loss
            self.key = key
        }
    }

    /// What a review teaches.
    private struct Lesson {
        let pooled: Pooled
        /// The gradient of its loss at the logits, [1, C], and at m, [1, N]; 0 for units that are not above 0.
        let dLogits: Matrix<Float>
        let dValues: Matrix<Float>
        /// What the units hand on: q by the dropout's mask, [1, N].
        let handed: Matrix<Float>
        let lossSum: Double
        let correct: Int
    }

    /// One step down the sum of some reviews' gradients. The outcome is the same for any number of threads.
    /// - Returns: the sum of their losses before the step, and how many had their label on top.
    package func step(
        _ reviews: [Review], targets: [Target], by step: Step, threads: Int
    ) -> (lossSum: Double, correct: Int) {
        precondition(reviews.count == targets.count, "\(reviews.count) reviews, \(targets.count) targets")
        let weight = PackedMatrix(transposing: regions, precision: precision)
        let lessons = parallelMap(reviews.count, threads: threads) {
            lesson(reviews[$0], weight, target: targets[$0], step, number: $0)
        }
        for lesson in lessons {
            for c in 0..<settings.classCount {
                let change = -step.rate * lesson.dLogits[0, c]
                outputBias[0, c] += change
                for unit in 0..<settings.units { output[c, unit] += change * lesson.handed[0, unit] }
            }
        }
        let ranges = stride(from: 0, to: settings.units, by: 16).map { $0..<min($0 + 16, settings.units) }
        parallel(ranges.count, threads: threads) { item in
            for (review, lesson) in zip(reviews, lessons) { learn(lesson, review.words, ranges[item], rate: step.rate) }
        }
        packed.clear()
        return (lessons.reduce(0) { $0 + $1.lossSum }, lessons.reduce(0) { $0 + $1.correct })
    }

    private func lesson(
        _ review: Review, _ weight: PackedMatrix<Float>, target: Target, _ step: Step, number: Int
    ) -> Lesson {
        let (N, C) = (settings.units, settings.classCount)
        let pooled = pooled(review, by: weight, keepsPlaces: true)
        let dropout = Dropout(settings: DropoutSettings(output: step.dropout), key: step.key, shard: number)
        let mask: Matrix<Float>? = dropout.output(1, N)
        let handed = Matrix<Float>(1, N, cleared: false)
        for unit in 0..<N { handed[0, unit] = pooled.values[0, unit] * pooled.scale * (mask?[0, unit] ?? 1) }
        let logits = Matrix<Float>(1, C)
        for c in 0..<C {
            var sum = outputBias[0, c]
            for unit in 0..<N { sum += output[c, unit] * handed[0, unit] }
            logits[0, c] = sum
        }
        let dLogits = Matrix<Float>(1, C)
        let (lossSum, correct) = step.loss.forwardBackward(
            logits: logits, targets: [target], scale: 1, dLogits: dLogits)
        // q = m s with s = 1 / √(1 + |m|²):  dm = s (dq − q (q·dq)).
        let dValues = Matrix<Float>(1, N)
        var product: Float = 0
        for unit in 0..<N {
            var sum: Float = 0
            for c in 0..<C { sum += dLogits[0, c] * output[c, unit] }
            dValues[0, unit] = sum * (mask?[0, unit] ?? 1)
            product += dValues[0, unit] * pooled.values[0, unit] * pooled.scale
        }
        for unit in 0..<N {
            let value = pooled.values[0, unit]
            dValues[0, unit] =
                value > 0 ? pooled.scale * (dValues[0, unit] - value * pooled.scale * product) : 0
        }
        return Lesson(
            pooled: pooled, dLogits: dLogits, dValues: dValues, handed: handed, lossSum: lossSum, correct: correct)
    }

    /// Moves some units by what a review taught.
    private func learn(_ lesson: Lesson, _ text: ArraySlice<Int32>, _ units: Range<Int>, rate: Float) {
        for unit in units where lesson.dValues[0, unit] != 0 {
            let change = -rate * lesson.dValues[0, unit]
            let place = Int(lesson.pooled.places[unit])
            bias[0, unit] += change
            for row in wordRows(of: text, at: text.startIndex + place) where row >= 0 {
                words[Int(row), unit] += change
            }
            for column in 0..<regions.columns {
                regions[unit, column] += change * lesson.pooled.inputs[place, column]
            }
        }
    }

    /// Makes all weights smaller by a factor, the biases left as they are.
    package func decay(by factor: Float, threads: Int) {
        let ranges = words.rowRanges
        parallel(ranges.count, threads: threads) { words.rows(ranges[$0]).scale(by: factor) }
        regions.scale(by: factor)
        output.scale(by: factor)
        packed.clear()
    }
}
