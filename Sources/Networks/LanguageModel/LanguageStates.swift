/// The states of a language model as vectors of a text's places: forward ones know the words up to a place, backward ones
/// those from it on (Johnson & Zhang 2016, arXiv:1602.02373; Peters et al. 2018, arXiv:1802.05365).
///
///     s_t = [f_t / √(1 + |f_t|²), b_t / √(1 + |b_t|²)]
///
/// H numbers a state, D directions, T words of a text.
package struct LanguageStates: Sendable {
    package let network: RecurrentNetwork

    /// - Parameter network: of which the embedding and the encoder are read.
    package init(_ network: RecurrentNetwork) {
        self.network = network
    }

    /// The same states, formed by products of a precision.
    package func reading(in precision: Precision) throws -> LanguageStates {
        LanguageStates(try network.reading(in: precision))
    }

    /// D·H
    package var size: Int { network.configuration.stateSize }

    /// f and b as they are at every place of each text, [T, D·H]. They depend on the text alone, to the bit.
    package func raw(of texts: [ArraySlice<Int32>], threads: Int) -> [Matrix<Float>] {
        network.states(of: texts, threads: threads)
    }

    /// The same at every place of a batch of texts, [positions, D·H].
    package func raw(of batch: PackedBatch) -> Matrix<Float> { network.states(of: batch) }

    /// s at every place of each text, [T, D·H].
    package func vectors(of texts: [ArraySlice<Int32>], threads: Int) -> [Matrix<Float>] {
        let H = network.configuration.hiddenSize
        let states = raw(of: texts, threads: threads)
        parallel(states.count, threads: threads) { text in
            for side in 0..<size / H { states[text].columns(side * H..<(side + 1) * H).shortenRows() }
        }
        return states
    }
}
