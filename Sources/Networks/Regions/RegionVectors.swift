/// A vector for each place of a text, made of the words around it: a region embedding (Johnson & Zhang 2015,
/// arXiv:1504.01255).
///
///     r_t = ReLU(b + Σ_|k|≤R u_w(t+k))        x_t = r_t / √(1 + |r_t|²)
///
/// Beyond the text's ends nothing is added, nor for unknown words.
///
/// V words, d numbers a vector, T words of a text.
package struct RegionVectors: Sendable {
    package struct Settings: Codable, Sendable, Equatable {
        /// d
        package var size: Int
        /// R
        package var radius: Int

        package init(size: Int = 128, radius: Int = 2) {
            self.size = size
            self.radius = radius
        }
    }

    package let settings: Settings
    /// u, [V, d]; word 0 stands for all unknown ones.
    package let words: Matrix<Float>
    /// b, [1, d]
    package let bias: Matrix<Float>

    package init(words: Matrix<Float>, bias: Matrix<Float>, settings: Settings) {
        precondition(
            words.columns == settings.size && bias.columns == settings.size,
            "vectors of \(words.columns) and \(bias.columns) numbers, not \(settings.size)")
        self.settings = settings
        self.words = words
        self.bias = bias
    }

    /// x at every place, [T, d].
    package func vectors(of text: ArraySlice<Int32>) -> Matrix<Float> {
        let vectors = rectified(text, at: Array(text.indices))
        vectors.shortenRows()
        return vectors
    }

    /// r at some places, [places, d].
    func rectified(_ text: ArraySlice<Int32>, at places: [Int]) -> Matrix<Float> {
        let sums = Matrix<Float>(places.count, settings.size, cleared: false)
        for (row, place) in places.enumerated() {
            sums.copyRow(row, from: bias, 0)
            for word in text[region(of: place, in: text)] where word != 0 { sums.addRow(row, from: words, Int(word)) }
            for column in 0..<sums.columns { sums[row, column] = max(0, sums[row, column]) }
        }
        return sums
    }

    /// The places that a place's vector is made of.
    package func region(of place: Int, in text: ArraySlice<Int32>) -> Range<Int> {
        max(text.startIndex, place - settings.radius)..<min(text.endIndex, place + settings.radius + 1)
    }
}

extension Matrix where S == Float {
    /// Makes every row x shorter than 1: x / √(1 + |x|²).
    func shortenRows() {
        for row in 0..<rows {
            let vector = self.rows(row..<row + 1)
            vector.scale(by: Float(1 / (1 + vector.sumOfSquares()).squareRoot()))
        }
    }
}
