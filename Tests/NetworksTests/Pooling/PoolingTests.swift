import Testing
import ValenceNetworks

@Suite struct PoolingTests {
    /// Two reviews, of lengths 3 and 1, and their states of width 2.
    static let batch = PackedBatch([[1, 2, 3], [4]], vocabularySize: 5)
    static func output(_ states: [[Float]]) -> EncoderOutput<Float> {
        EncoderOutput(states: Matrix(states), finalState: Matrix([[9, 8], [7, 6]]))
    }

    @Test("max pooling over all-negative states returns a negative, of the review's own tokens")
    func maxOfNegatives() {
        let pooled = Matrix<Float>(2, 2)
        // Positions: both reviews' first tokens, then the long one's.
        let best = MaxPooling<Float>().forward(
            Self.output([[-3, -1], [-5, -6], [-2, -4], [-2, -3]]), Self.batch, into: pooled)
        #expect(pooled.values == [-2, -1, -5, -6])
        #expect(best == [2, 0, 1, 1])
    }

    @Test("a state that is not a number reaches the pooled vector")
    func notANumber() {
        let pooled = Matrix<Float>(2, 2)
        _ = MaxPooling<Float>().forward(
            Self.output([[1, 1], [1, 1], [.nan, 1], [2, 2]]), Self.batch, into: pooled)
        #expect(pooled[0, 0].isNaN)
        #expect(pooled[0, 1] == 2)
    }

    @Test("mean pooling divides by each review's own length")
    func mean() {
        let pooled = Matrix<Float>(2, 2)
        MeanPooling<Float>().forward(Self.output([[1, 2], [10, 20], [2, 3], [6, 4]]), Self.batch, into: pooled)
        #expect(pooled.values == [3, 3, 10, 20])
    }

    @Test("last pooling is the encoder's final state")
    func last() {
        let pooled = Matrix<Float>(2, 2)
        LastPooling<Float>().forward(Self.output([[1, 2], [3, 4], [5, 6], [7, 8]]), Self.batch, into: pooled)
        #expect(pooled.values == [9, 8, 7, 6])
    }

    @Test("attention weights are a distribution over the review's own tokens, and a context of 0 makes it the mean")
    func attention() throws {
        let layout = NetworkConfiguration(
            vocabularySize: 5, hiddenSize: 1, pooling: [.attention]
        ).layout
        let parameters = ParameterStore<Float>(layout)
        parameters["attention.weight"] = [0.5, -0.25, 1, 0.75]
        let output = Self.output([[1, 2], [10, 20], [2, 3], [6, 4]])
        let flat = Matrix<Float>(2, 2)
        _ = AttentionPooling(parameters, training: false).forward(output, Self.batch, into: flat)
        for (found, wanted) in zip(flat.values, [3, 3, 10, 20] as [Float]) { #expect(abs(found - wanted) < 1e-6) }

        parameters["attention.context"] = [2, -1]
        let sharp = Matrix<Float>(2, 2)
        let trace = AttentionPooling(parameters, training: false).forward(output, Self.batch, into: sharp)
        #expect(abs(trace.weights[0] + trace.weights[2] + trace.weights[3] - 1) < 1e-6)
        #expect(trace.weights[1] == 1)
        #expect(trace.weights[0] != trace.weights[3])
    }
}
