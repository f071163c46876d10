import Foundation

/// A language model in both directions over one encoder: each forward state foretells the next token, each backward one
/// the token before. What its encoder and embedding learned from unlabelled text is the start of a classifier
/// (Dai & Le 2015, arXiv:1511.01432; Howard & Ruder 2018, arXiv:1801.06146).
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
        let shards = RecurrentNetwork.shards(ids, vocabularySize: configuration.vocabularySize).shards
        let tokens = shards[0].distinct
        let softmax = BlockSoftmax(
            table: outputs.matrix("outputs"), tokens: tokens, frequencies: frequencies, precision: network.precision)
        let directions = configuration.direction.count
        let H = configuration.hiddenSize
        let count = directions * shards.reduce(0) { $0 + $1.positions - $1.rows }
        let scale = Float(1 / Double(max(count, 1)))
        let dOutputs = (0..<shards.count * directions).map { _ in Matrix<Float>(tokens.count, H) }
        let taught = Network<Float>(
            configuration, network.parameters, training: true, precision: network.precision
        ).gradient(
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
                    packed.neighbours(reversed: side == 1), read.columns(window), dStates: dStates.columns(window),
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

/// The softmax over what a block of positions foretells, and its gradient.
private struct BlockSoftmax: Sendable {
    /// [V, H]
    let table: Matrix<Float>
    /// The batch's different tokens, which slots count.
    let tokens: [Int32]
    /// p(w) of each token of the vocabulary.
    let frequencies: [Double]
    let precision: Precision

    /// Positions that share their candidates: some 250 different tokens of a review's text.
    private static let blockPositions = 512

    /// The loss over the states of one direction, and its gradients times `scale`.
    /// - Parameter targets: for each position the slot it foretells; −1 for none.
    func foretell(
        _ targets: [Int32], _ states: Matrix<Float>, dStates: Matrix<Float>, dOutputs: Matrix<Float>, scale: Float
    ) -> Double {
        var columnOfSlot = SlotTable(vocabularySize: tokens.count)
        var lossSum = 0.0
        for start in stride(from: 0, to: targets.count, by: Self.blockPositions) {
            let block = start..<min(start + Self.blockPositions, targets.count)
            var slots: [Int32] = []
            let columns = targets[block].map { $0 < 0 ? -1 : Int(columnOfSlot.slot(of: $0, in: &slots)) }
            columnOfSlot.clear(slots)
            guard !slots.isEmpty else {
                dStates.rows(block).clear()
                continue
            }
            let drawn = columns.reduce(0) { $0 + ($1 < 0 ? 0 : 1) }
            let candidates = Matrix<Float>(slots.count, table.columns, cleared: false)
            let bias = Matrix<Float>(1, slots.count, cleared: false)
            for (row, slot) in slots.enumerated() {
                let token = Int(tokens[Int(slot)])
                candidates.copyRow(row, from: table, token)
                let p = frequencies[token]
                bias[0, row] = Float(log(p / -expm1(Double(drawn) * log1p(-p))))
            }
            let logits = Matrix<Float>(block.count, slots.count, cleared: false)
            Float.multiply(
                states.rows(block), PackedMatrix(transposing: candidates, precision: precision), bias: nil,
                into: logits, adds: false)
            for (row, target) in columns.enumerated() {
                guard target >= 0 else {
                    logits.rows(row..<row + 1).clear()
                    continue
                }
                Kernels.best.applySoftmax(to: logits, row, bias: bias)
                lossSum -= Double(Float.logarithm(max(logits[row, target], .leastNormalMagnitude)))
                logits[row, target] -= 1
            }
            Float.multiply(
                logits, PackedMatrix(candidates, precision: precision), bias: nil, into: dStates.rows(block),
                adds: false)
            candidates.clear()
            Float.accumulateTransposed(logits, states.rows(block), into: candidates, precision: precision)
            for (row, slot) in slots.enumerated() { dOutputs.addRow(Int(slot), from: candidates, row) }
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
