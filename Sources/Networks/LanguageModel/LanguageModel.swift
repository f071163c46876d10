import Foundation

/// A language model in both directions over one encoder: each forward state foretells the next token, each backward one
/// the token before. What its encoder and embedding learned from unlabelled text is the start of a classifier
/// (Dai & Le 2015, arXiv:1511.01432; Howard & Ruder 2018, arXiv:1801.06146).
///
/// With a horizon of k > 1 a state foretells which words are among its next k tokens, whatever their order, rare words
/// before frequent ones: what a region is about, as in region embeddings (Johnson & Zhang 2016, arXiv:1602.02373).
///
/// The softmax runs over the different tokens that a block of a batch foretells, instead of the whole vocabulary: every
/// token w of the block stands for 1 / q(w) tokens, q(w) the probability that w comes among the block's N: 1 − (1 − p(w))ᴺ.
/// So the sum is right on average, frequent words are always there, and no negatives need be drawn (sampled softmax: Jean
/// et al. 2015, doi:10.3115/v1/P15-1001).
package final class LanguageModel: Sendable {
    /// Holds the embedding and the encoder; its own output layer rests.
    package let network: RecurrentNetwork
    /// "outputs", [V, H]: what states are multiplied with, in both directions.
    package let outputs: ParameterStore<Float>
    /// How many tokens ahead a state looks; 1 for the next one alone.
    package let horizon: Int
    private let frequencies: [Double]

    package static func outputLayout(_ configuration: NetworkConfiguration) -> ParameterLayout {
        var layout = ParameterLayout()
        layout.add("outputs", [configuration.vocabularySize, configuration.hiddenSize], .embedding)
        return layout
    }

    /// - Parameter counts: how often each token of the vocabulary was seen.
    package init(_ network: RecurrentNetwork, counts: [Int], horizon: Int = 1, seed: UInt64) {
        precondition(counts.count == network.configuration.vocabularySize, "\(counts.count) counts")
        self.network = network
        self.horizon = horizon
        outputs = ParameterStore(Self.outputLayout(network.configuration))
        // One seen half a time where it was never seen, so that no probability is 0.
        let total = counts.reduce(0.0) { $0 + max(Double($1), 0.5) }
        frequencies = counts.map { max(Double($0), 0.5) / total }
        var stream = RandomStream(seed: seed, .initialisation, shard: 1000)
        outputs.flat.assign((0..<outputs.flat.columns).map { _ in Float(0.05 * stream.normal()) })
    }

    /// What one batch taught.
    package struct BatchResult: Sendable {
        /// Sum over all states that foretell, in both directions, of −log p of what they foretell, by its weights' mean.
        package let lossSum: Double
        package let count: Int
        /// Of the mean loss: of embedding and encoder, and of the output table.
        package let gradient: Gradient<Float>
        package let outputGradient: Gradient<Float>

        package var loss: Double { lossSum / Double(max(count, 1)) }
    }

    /// Loss and gradient over a batch of texts, each of two tokens or more.
    package func gradient(of ids: [ArraySlice<Int32>], dropout: DropoutKey?, threads: Int) -> BatchResult {
        let configuration = network.configuration
        let shards = RecurrentNetwork.shards(ids, vocabularySize: configuration.vocabularySize).shards
        let tokens = shards[0].distinct
        let softmax = BlockSoftmax(
            table: outputs.matrix("outputs"), tokens: tokens, frequencies: frequencies, horizon: horizon)
        let directions = configuration.direction.count
        let H = configuration.hiddenSize
        let count = directions * shards.reduce(0) { $0 + softmax.foretellers(in: $1) }
        let scale = Float(1 / Double(max(count, 1)))
        let dOutputs = (0..<shards.count * directions).map { _ in Matrix<Float>(tokens.count, H) }
        let taught = Network<Float>(configuration, network.parameters, training: true).gradient(
            shards, dropout: dropout, layout: network.parameters.layout, threads: threads
        ) { shard, encoded, _ in
            let packed = shards[shard]
            let dStates = Matrix<Float>(packed.positions, directions * H, cleared: false)
            let mask: Matrix<Float>? = dropout.flatMap {
                Dropout(settings: configuration.dropout, key: $0, shard: shard).output(packed.positions, directions * H)
            }
            var states = encoded.states
            if let mask {
                states = Matrix(states.rows, states.columns, cleared: false)
                states.copy(from: encoded.states)
                states.multiply(by: mask)
            }
            let read = states
            let losses = parallelMap(directions, threads: max(1, threads / shards.count)) { side in
                let window = side * H..<(side + 1) * H
                return softmax.foretell(
                    packed, reversed: side == 1, read.columns(window), dStates: dStates.columns(window),
                    dOutputs: dOutputs[shard * directions + side], scale: scale)
            }
            if let mask { dStates.multiply(by: mask) }
            return Network.HeadResult(
                lossSum: losses.reduce(0, +), correct: 0, dStates: dStates,
                dFinalState: Matrix(packed.rows, directions * H))
        }
        let sum = dOutputs[0]
        let ranges = sum.rowRanges
        parallel(ranges.count, threads: threads) { item in
            for other in dOutputs.dropFirst() { sum.rows(ranges[item]).add(other.rows(ranges[item])) }
        }
        return BatchResult(
            lossSum: taught.lossSum, count: count, gradient: taught.gradient,
            outputGradient: Gradient(
                dense: ParameterStore(outputs.layout, denseOnly: true), tokens: tokens, rows: sum))
    }
}
