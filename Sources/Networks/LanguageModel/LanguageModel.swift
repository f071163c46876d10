import Foundation

/// A language model in both directions over one encoder: each forward state foretells the next token, each backward one
/// the token before. What its encoder and embedding learned from unlabelled text is the start of a classifier
/// (Dai & Le 2015, arXiv:1511.01432; Howard & Ruder 2018, arXiv:1801.06146).
///
/// The softmax runs over the different tokens of the batch instead of the whole vocabulary: every token w of the batch
/// stands for 1 / q(w) tokens, q(w) the probability that w comes among the batch's N: 1 − (1 − p(w))ᴺ. So the sum is right
/// on average, frequent words are always there, and no negatives need be drawn (sampled softmax: Jean et al. 2015,
/// doi:10.3115/v1/P15-1001).
package final class LanguageModel: Sendable {
    /// Holds the embedding and the encoder; its own output layer rests.
    package let network: RecurrentNetwork
    /// "outputs", [V, H]: what states are multiplied with, in both directions.
    package let outputs: ParameterStore<Float>
    private let frequencies: [Double]

    package static func outputLayout(_ configuration: NetworkConfiguration) -> ParameterLayout {
        var layout = ParameterLayout()
        layout.add("outputs", [configuration.vocabularySize, configuration.hiddenSize], .embedding)
        return layout
    }

    /// - Parameter counts: how often each token of the vocabulary was seen.
    package init(_ network: RecurrentNetwork, counts: [Int], seed: UInt64) {
        precondition(counts.count == network.configuration.vocabularySize, "\(counts.count) counts")
        self.network = network
        outputs = ParameterStore(Self.outputLayout(network.configuration))
        // One seen half a time where it was never seen, so that no probability is 0.
        let total = counts.reduce(0.0) { $0 + max(Double($1), 0.5) }
        frequencies = counts.map { max(Double($0), 0.5) / total }
        var stream = RandomStream(seed: seed, .initialisation, shard: 1000)
        outputs.flat.assign((0..<outputs.flat.columns).map { _ in Float(0.05 * stream.normal()) })
    }

    /// What one batch taught.
    package struct BatchResult: Sendable {
        /// Sum of −log p over all tokens foretold, in both directions.
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
        let batch = Candidates(
            shards: RecurrentNetwork.shards(ids, vocabularySize: configuration.vocabularySize).shards,
            outputs: outputs, frequencies: frequencies)
        let H = configuration.hiddenSize
        let scale = Float(1 / Double(max(batch.count, 1)))
        let dOutputs = (0..<batch.shards.count * configuration.direction.count).map { _ in
            Matrix<Float>(batch.tokens.count, H)
        }
        let directions = configuration.direction.count
        let taught = Network<Float>(configuration, network.parameters, training: true).gradient(
            batch.shards, dropout: dropout, layout: network.parameters.layout, threads: threads
        ) { shard, encoded, _ in
            let packed = batch.shards[shard]
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
            let losses = parallelMap(directions, threads: max(1, threads / batch.shards.count)) { side in
                let window = side * H..<(side + 1) * H
                return batch.foretell(
                    shard, reversed: side == 1, read.columns(window), dStates: dStates.columns(window),
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
            lossSum: taught.lossSum, count: batch.count, gradient: taught.gradient,
            outputGradient: Gradient(
                dense: ParameterStore(outputs.layout, denseOnly: true), tokens: batch.tokens, rows: sum))
    }
}

/// A batch's different tokens as what may come next, with their rows of the output table packed for products.
private struct Candidates: Sendable {
    let shards: [PackedBatch]
    let tokens: [Int32]
    /// Tokens foretold, in both directions.
    let count: Int
    private let forward: PackedMatrix<Float>
    private let back: PackedMatrix<Float>
    /// [1, tokens]: log p(w) / q(w)
    private let bias: Matrix<Float>

    /// Positions whose logits stand in memory at a time.
    private static let blockRows = 128

    init(shards: [PackedBatch], outputs: ParameterStore<Float>, frequencies: [Double]) {
        self.shards = shards
        tokens = shards[0].distinct
        let table = outputs.matrix("outputs")
        let rows = Matrix<Float>(tokens.count, table.columns, cleared: false)
        for (row, token) in tokens.enumerated() { rows.copyRow(row, from: table, Int(token)) }
        forward = PackedMatrix(transposing: rows)
        back = PackedMatrix(rows)
        let positions = shards.reduce(0) { $0 + $1.positions }
        count = 2 * shards.reduce(0) { $0 + $1.positions - $1.rows }
        bias = Matrix(1, tokens.count)
        for (column, token) in tokens.enumerated() {
            let p = frequencies[Int(token)]
            let q = -expm1(Double(positions) * log1p(-p))
            bias[0, column] = Float(log(p / q))
        }
    }

    /// The loss over the states of one direction, and its gradients times `scale`.
    func foretell(
        _ shard: Int, reversed: Bool, _ states: Matrix<Float>, dStates: Matrix<Float>, dOutputs: Matrix<Float>,
        scale: Float
    ) -> Double {
        let batch = shards[shard]
        let targets = batch.neighbours(reversed: reversed)
        let logits = Matrix<Float>(min(Self.blockRows, batch.positions), tokens.count, cleared: false)
        var lossSum = 0.0
        for start in stride(from: 0, to: batch.positions, by: Self.blockRows) {
            let block = start..<min(start + Self.blockRows, batch.positions)
            let here = logits.rows(0..<block.count)
            Float.multiply(states.rows(block), forward, bias: nil, into: here, adds: false)
            for (row, position) in block.enumerated() {
                let target = Int(targets[position])
                guard target >= 0 else {
                    here.rows(row..<row + 1).fill(0)
                    continue
                }
                Kernels.best.applySoftmax(to: here, row, bias: bias)
                lossSum -= Double(Float.logarithm(max(here[row, target], .leastNormalMagnitude)))
                here[row, target] -= 1
            }
            Float.multiply(here, back, bias: nil, into: dStates.rows(block), adds: false)
            Float.accumulateTransposed(here, states.rows(block), into: dOutputs)
        }
        dStates.scale(by: scale)
        dOutputs.scale(by: scale)
        return lossSum
    }
}

extension PackedBatch {
    /// For each position the slot of the token behind it in its review, or before it where `reversed`; −1 for none.
    fileprivate func neighbours(reversed: Bool) -> [Int32] {
        var neighbours = [Int32](repeating: -1, count: positions)
        for step in 0..<steps {
            let other = reversed ? step - 1 : step + 1
            guard batchSizes.indices.contains(other) else { continue }
            for row in 0..<min(batchSizes[step], batchSizes[other]) {
                neighbours[offsets[step] + row] = slots[offsets[other] + row]
            }
        }
        return neighbours
    }
}
