/// A recurrent classifier and its parameters: token ids in, logits or gradients out.
///
/// A review's logits depend on its own tokens alone, to the bit; gradients are the same for any number of threads.
/// Parameters may be changed between calls (then call `parametersChanged()`), never during one.
package final class RecurrentNetwork: @unchecked Sendable {
    package let configuration: NetworkConfiguration
    package let parameters: ParameterStore<Float>
    /// Of all products.
    package let precision: Precision
    private let packed = Cached<Network<Float>>()

    /// A network with new, random parameters.
    package init(_ configuration: NetworkConfiguration, seed: UInt64, precision: Precision = .single) throws {
        try configuration.validate()
        self.configuration = configuration
        self.precision = precision
        parameters = ParameterStore(configuration.layout)
        Initialisation(configuration, seed: seed).fill(parameters)
    }

    /// A network over parameters that exist, such as those of a model file; they are shared, not copied.
    package init(
        _ configuration: NetworkConfiguration, parameters: ParameterStore<Float>, precision: Precision = .single
    ) throws {
        try configuration.validate()
        precondition(parameters.layout == configuration.layout, "parameters of another configuration")
        self.configuration = configuration
        self.precision = precision
        self.parameters = parameters
    }

    /// A network over the same parameters whose products have a precision; itself where they have it already.
    package func reading(in precision: Precision) throws -> RecurrentNetwork {
        guard precision != self.precision else { return self }
        return try RecurrentNetwork(configuration, parameters: parameters, precision: precision)
    }

    /// The last layer's states at a batch's places, [positions, D·H].
    func states(of batch: PackedBatch) -> Matrix<Float> { inference.states(batch, threads: 1) }

    /// Drops what was derived from the parameters. The optimizer's step is followed by it; so must be any other change.
    package func parametersChanged() { packed.clear() }

    /// Packed for reading.
    var inference: Network<Float> {
        packed.value { Network(configuration, parameters, training: false, precision: precision) }
    }

    /// Logits [ids.count, C], row-major, in the order given. A review without tokens is read as one `<unk>`.
    /// - Parameter context: what the places of a batch bring, [positions, e], asked for as batches are read, so that few are in
    ///   memory; nil where the network reads none. Places of reviews without tokens bring 0.
    package func logits(
        of ids: [ArraySlice<Int32>], context: (@Sendable (PackedBatch) -> Matrix<Float>)? = nil, threads: Int
    ) -> [Float] {
        let network = inference
        let groups = Self.groups(ids, threads: threads)
        let C = configuration.classCount
        let logits = Matrix<Float>(ids.count, C)
        parallel(groups.count, threads: threads) { index in
            let group = groups[index]
            let batch = PackedBatch(group.map { ids[$0] }, vocabularySize: configuration.vocabularySize)
            let context = context?(batch)
            for row in 0..<batch.rows where ids[group[batch.order[row]]].isEmpty {
                context?.rows(row..<row + 1).clear()
            }
            let rows = network.logits(
                batch, context: context, threads: Self.share(of: threads, among: groups.count))
            for row in 0..<batch.rows { logits.copyRow(group[batch.order[row]], from: rows, row) }
        }
        return logits.values
    }

    /// The last layer's states of each text, [T, D·H], in the order given.
    func states(of ids: [ArraySlice<Int32>], threads: Int) -> [Matrix<Float>] {
        let network = inference
        let groups = Self.groups(ids, threads: threads)
        let found = ids.map { Matrix<Float>($0.count, configuration.stateSize, cleared: false) }
        parallel(groups.count, threads: threads) { index in
            let group = groups[index]
            let batch = PackedBatch(group.map { ids[$0] }, vocabularySize: configuration.vocabularySize)
            let states = network.states(batch, threads: Self.share(of: threads, among: groups.count))
            for row in 0..<batch.rows {
                let own = found[group[batch.order[row]]]
                for time in 0..<own.rows { own.copyRow(time, from: states, batch.offsets[time] + row) }
            }
        }
        return found
    }

    /// Threads that are left for each of `count` pieces of work that run side by side.
    private static func share(of threads: Int, among count: Int) -> Int { max(1, threads / max(count, 1)) }

    /// Reviews of near lengths together: as many as keep a group in the last cache, and so few that each
    /// thread gets a group. How reviews are grouped shows in no result.
    private static func groups(_ ids: [ArraySlice<Int32>], threads: Int) -> [[Int]] {
        let rowLimit = min(36, max(3, (ids.count + threads - 1) / max(threads, 1)))
        let positionLimit = 8192
        let sorted = ids.indices.sorted { a, b in ids[a].count != ids[b].count ? ids[a].count > ids[b].count : a < b }
        var groups: [[Int]] = []
        var positions = 0
        for index in sorted {
            let length = max(ids[index].count, 1)
            if let last = groups.indices.last, groups[last].count < rowLimit, positions + length <= positionLimit {
                groups[last].append(index)
                positions += length
            } else {
                groups.append([index])
                positions = length
            }
        }
        return groups
    }

    /// What one batch taught.
    package struct BatchResult: Sendable {
        /// Sum of the reviews' losses, each times its class weight.
        package let lossSum: Double
        /// Sum of the reviews' class weights.
        package let weightSum: Double
        package let correct: Int
        package let count: Int
        /// Of the mean loss, `lossSum / weightSum`.
        package let gradient: Gradient<Float>

        package var loss: Double { lossSum / weightSum }
    }

    /// Reviews that one shard of a batch holds, for any number of threads.
    package static let shardRows = 32

    /// A batch's reviews dealt out by length in turn, so that shards cost the same, and which ones each shard holds.
    static func shards(
        _ ids: [ArraySlice<Int32>], vocabularySize: Int, perReview: Bool = false
    ) -> (shards: [PackedBatch], members: [[Int]]) {
        let sorted = ids.indices.sorted { a, b in ids[a].count != ids[b].count ? ids[a].count > ids[b].count : a < b }
        let count = max(1, (ids.count + shardRows / 2) / shardRows)
        let members = (0..<count).map { shard in
            stride(from: shard, to: sorted.count, by: count).map { sorted[$0] }
        }
        let shards = PackedBatch.shards(
            members.map { $0.map { ids[$0] } }, vocabularySize: vocabularySize, perReview: perReview)
        return (shards, members)
    }

    /// Loss and gradient over a batch, its reviews dealt out to shards that run side by side.
    /// - Parameters:
    ///   - contexts: what each review brings at its places, [T, e]; nil where the network reads none.
    ///   - dropout: nil trains without dropout, whatever the configuration says.
    package func gradient(
        of ids: [ArraySlice<Int32>], contexts: consuming [Matrix<Float>]? = nil, targets: [Target],
        loss: SoftmaxCrossEntropy = SoftmaxCrossEntropy(), dropout: DropoutKey?, perturbation: Double? = nil,
        threads: Int
    ) -> BatchResult {
        precondition(!ids.isEmpty && ids.count == targets.count, "\(ids.count) reviews, \(targets.count) targets")
        let network = Network(configuration, parameters, training: true, precision: precision)
        let weightSum = targets.reduce(0) { $0 + $1.weight(loss.classWeights) }
        let (shards, members) = Self.shards(
            ids, vocabularySize: configuration.vocabularySize, perReview: perturbation != nil)
        let packed = contexts.map { contexts in
            zip(shards, members).map { shard, members in shard.packed(members.map { contexts[$0] }) }
        }
        contexts = nil
        let taught = network.gradient(
            shards, contexts: packed,
            targets: zip(shards, members).map { shard, members in shard.order.map { targets[members[$0]] } },
            loss: loss, scale: 1 / weightSum, dropout: dropout, perturbation: perturbation,
            layout: parameters.layout, threads: threads)
        return BatchResult(
            lossSum: taught.lossSum, weightSum: weightSum, correct: taught.correct, count: ids.count,
            gradient: taught.gradient)
    }
}
