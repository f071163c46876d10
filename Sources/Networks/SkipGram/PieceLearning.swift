/// What learns from pieces of text, some at once, by stochastic gradient descent.
package protocol PieceLearning: Sendable {
    /// All that it learns, by names for a file that keeps it.
    var stores: [(name: String, store: ParameterStore<Float>)] { get }

    /// Learns from pieces of text. The outcome is the same for any number of threads.
    /// - Parameters:
    ///   - pieces: of words' ids; 0 stands for all unknown ones.
    ///   - epoch: with `batch`, says which random numbers are drawn.
    func step(
        _ pieces: [ArraySlice<Int32>], learningRate: Double, seed: UInt64, epoch: Int, batch: Int, threads: Int
    ) -> PieceLoss
}

/// What a step saw before it learned, of its first piece.
package struct PieceLoss: Sendable {
    /// Sum of the losses of what was foretold.
    package let lossSum: Double
    /// How much was foretold.
    package let pairs: Double
}
