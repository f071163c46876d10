/// Vectors of n-grams that say of a document's vector which n-grams the document holds: paragraph vectors, the distributed
/// bag of words (Le & Mikolov 2014, arXiv:1405.4053) over n-grams (Li et al. 2016, arXiv:1512.08183), scored by the cosine
/// (Thongtan & Phienthrakul 2019, doi:10.18653/v1/P19-2057).
///
/// A document of vector d costs −log σ(α cos(d, v)) − Σ log σ(−α cos(d, n)) for each n-gram v that it holds, summed over
/// K n-grams n drawn in proportion to count^¾.
///
/// V n-grams, d numbers a vector.
package struct NGramVectors: Sendable {
    package struct Settings: Codable, Sendable, Equatable {
        /// d
        package var size: Int
        /// K
        package var negatives: Int
        /// α
        package var sharpness: Float
        /// The step of gradient descent from vectors of length 1. A gradient of the cosine stands upright on its vector,
        /// which therefore grows step by step, so that the steps' angles become smaller by themselves.
        package var rate: Float
        /// How often the n-grams of a new document are gone through. The first pass finds the direction, the mean of the
        /// others is taken (Polyak & Juditsky 1992, doi:10.1137/0330046).
        package var passes: Int

        package init(size: Int = 128, negatives: Int = 5, sharpness: Float = 6, rate: Float = 0.3, passes: Int = 5) {
            self.size = size
            self.negatives = negatives
            self.sharpness = sharpness
            self.rate = rate
            self.passes = passes
        }
    }

    package let settings: Settings
    /// [V, d]
    package let table: Matrix<Float>
    private let sampler: AliasTable

    /// - Parameter counts: how many documents hold each n-gram.
    package init(_ table: Matrix<Float>, counts: [Int32], settings: Settings) {
        precondition(
            table.rows == counts.count && table.columns == settings.size,
            "a table \(table.shape) for \(counts.count) n-grams of \(settings.size) numbers")
        self.table = table
        self.settings = settings
        sampler = AliasTable(weights: Self.weights(counts))
    }

    /// In proportion to the chances of being drawn as a negative.
    static func weights(_ counts: some Sequence<Int32>) -> [Double] {
        counts.map { Double.exponential(0.75 * Double.logarithm(max(Double($0), 0.5))) }
    }

    /// Where a vector starts: in any direction, of length 1.
    static func start(_ vector: Matrix<Float>, _ random: inout RandomStream) {
        vector.assign((0..<vector.columns).map { _ in Float(random.normal()) })
        normalise(vector)
    }

    /// Where every new document starts.
    private func start() -> Matrix<Float> {
        var random = RandomStream(seed: 0, .initialisation)
        let vector = Matrix<Float>(1, settings.size)
        Self.start(vector, &random)
        return vector
    }

    /// Makes a vector as long as 1; zeros stay.
    static func normalise(_ vector: Matrix<Float>) {
        let length = Float(vector.sumOfSquares().squareRoot())
        if length > 0 { vector.scale(by: 1 / length) }
    }

    /// The n-grams of a document, each with K negatives behind it.
    static func groups(
        _ ngrams: some Collection<Int32>, negatives: Int, into rows: inout [Int32],
        draw: () -> Int32
    ) {
        rows.removeAll(keepingCapacity: true)
        for ngram in ngrams {
            rows.append(ngram)
            for _ in 0..<negatives { rows.append(draw()) }
        }
    }

    /// The vector of a document, of length 1; zeros where it holds no known n-gram. It depends on the n-grams alone.
    /// - Parameter ngrams: the places of those that it holds.
    package func vector(of ngrams: some Collection<Int32>) -> [Float] { inference(of: ngrams).vector }

    /// How a document's vector came about.
    private struct Inference {
        /// Of length 1.
        var vector: [Float] = []
        /// How long the sum of the passes' directions was.
        var length = 0.0
        /// The n-grams met, one after the other, and σ of their scores; as many in each pass.
        var rows: [Int32] = []
        var chances: [Float] = []
    }

    /// - Parameter isKept: whether the n-grams met are noted.
    private func inference(of ngrams: some Collection<Int32>, isKept: Bool = false) -> Inference {
        var result = Inference(vector: Array(repeating: 0, count: settings.size))
        guard !ngrams.isEmpty else { return result }
        var random = RandomStream(seed: 0, .sampling)
        let (document, sum) = (start(), Matrix<Float>(1, settings.size))
        var rows: [Int32] = []
        var chances = [Float](repeating: 0, count: isKept ? ngrams.count * (settings.negatives + 1) : 0)
        for pass in 0..<settings.passes {
            Self.groups(ngrams, negatives: settings.negatives, into: &rows) { sampler.draw(&random) }
            Kernels.best.learn(
                document, 0, from: table, rows: rows, negatives: settings.negatives, rate: settings.rate,
                sharpness: settings.sharpness, learns: false, chances: &chances)
            if isKept {
                result.rows += rows
                result.chances += chances
            }
            guard isAveraged(pass) else { continue }
            let direction = Matrix<Float>(1, settings.size)
            direction.copy(from: document)
            Self.normalise(direction)
            sum.add(direction)
        }
        result.length = sum.sumOfSquares().squareRoot()
        Self.normalise(sum)
        result.vector = sum.values
        return result
    }

    private func isAveraged(_ pass: Int) -> Bool { pass > 0 || settings.passes == 1 }

    /// The product u · d of a document's vector d and another one, as a sum over what d is made of.
    ///
    /// Each step makes d a multiple of itself and of the n-gram met; so in the end it is a sum of n-grams met, whose
    /// weights follow from σ of their scores.
    /// - Returns: the part of each n-gram of the document, and that of the negatives and of where d started.
    package func parts(of ngrams: [Int32], along u: [Float]) -> (ngrams: [Double], rest: Double) {
        let met = inference(of: ngrams, isKept: true)
        // Of each step: what of d is kept, and how much of the n-gram, of length 1, is added.
        var steps: [(kept: Double, added: Double)] = []
        var square = 1.0
        var lengths: [Double] = []
        let perPass = ngrams.count * (settings.negatives + 1)
        for (index, chance) in met.chances.enumerated() {
            let p = Double(chance)
            let cosine = Double.logarithm(p / (1 - p)) / Double(settings.sharpness)
            let isHeld = index % (settings.negatives + 1) == 0
            let g = Double(settings.rate * settings.sharpness) * ((isHeld ? 1 : 0) - p)
            steps.append((1 - g * cosine / square, g / square.squareRoot()))
            square += g * g * (1 - cosine * cosine) / square
            if (index + 1) % perPass == 0 { lengths.append(square.squareRoot()) }
        }
        func product(_ values: Matrix<Float>, _ row: Int) -> Double {
            u.indices.reduce(0) { $0 + Double(values[row, $1] * u[$1]) }
        }
        var parts = [Double](repeating: 0, count: ngrams.count)
        var rest = 0.0
        // What a change of d behind this step does to the result.
        var weight = 0.0
        for (index, step) in steps.enumerated().reversed() {
            let pass = index / perPass
            if (index + 1) % perPass == 0, isAveraged(pass) { weight += 1 / (lengths[pass] * met.length) }
            let part = weight * step.added * product(table, Int(met.rows[index]))
            if index % (settings.negatives + 1) == 0 {
                parts[index % perPass / (settings.negatives + 1)] += part
            } else {
                rest += part
            }
            weight *= step.kept
        }
        return (parts, rest + weight * product(start(), 0))
    }
}
