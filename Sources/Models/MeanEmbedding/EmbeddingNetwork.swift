import Foundation
import ValenceEvaluation
import ValenceNetworks

/// The mean embedding in training: vectors in shards, a dense layer, cross-entropy, gradient descent.
struct EmbeddingNetwork {
    typealias Block = EmbeddingShard.Block

    /// How many shards there are, and with it how many threads can work at once. It changes the order of the sums, so it
    /// depends on nothing.
    static let shardCount = 16

    /// What a batch gave, from before it was learned.
    struct BatchResult {
        var lossSum = 0.0
        var weightSum = 0.0
        var correct = 0
    }

    /// All that learning changes.
    struct State: Sendable {
        var vectors: [[Block]]
        var weight: [Block]
        var bias: [Float]
    }

    let dimension: Int
    let classCount: Int
    private let featureCount: Int
    private let blocks: Int
    private let shards: [EmbeddingShard]
    private let classWeights: [Float]?
    private let threads: Int
    /// Shape [classes, blocks].
    private var weight: [Block]
    private var bias: [Float]
    /// The last batch's gradient, which the shards take when they look at the next batch.
    private var pending: EmbeddingShard.Update?

    /// - Parameter embedding: shape [features, dimension].
    init(
        rows: FeatureRows, embedding: [Float], dimension: Int, classCount: Int, classWeights: [Float]?, threads: Int
    ) {
        precondition(
            embedding.count == rows.featureCount * dimension,
            "\(embedding.count) numbers for \(rows.featureCount) vectors of width \(dimension)")
        let blocks = (dimension + Block.scalarCount - 1) / Block.scalarCount
        let occurrences = (0..<rows.count).map { row in rows[row].reduce(Float(0)) { $0 + rows.values[$1] } }
        shards = parallelMap(Self.shardCount, threads: threads) { shard in
            var vectors: [Block] = []
            for feature in stride(from: shard, to: rows.featureCount, by: Self.shardCount) {
                vectors += Self.blocked(embedding[feature * dimension..<(feature + 1) * dimension], blocks)
            }
            return EmbeddingShard(
                shard, of: Self.shardCount, rows: rows, occurrences: occurrences, vectors: vectors, blocks: blocks)
        }
        self.dimension = dimension
        self.classCount = classCount
        self.blocks = blocks
        self.threads = threads
        self.classWeights = classWeights
        featureCount = rows.featureCount
        weight = [Block](repeating: .zero, count: classCount * blocks)
        bias = [Float](repeating: 0, count: classCount)
    }

    private static func blocked(_ numbers: ArraySlice<Float>, _ blocks: Int) -> [Block] {
        var result = [Block](repeating: .zero, count: blocks)
        for (column, number) in numbers.enumerated() {
            result[column / Block.scalarCount][column % Block.scalarCount] = number
        }
        return result
    }

    /// Learns from a batch by one step of gradient descent on the sum of its reviews' losses.
    mutating func learn(_ reviews: ArraySlice<Int>, labels: [Int32], rate: Float) -> BatchResult {
        let means = means(of: reviews)
        var result = BatchResult()
        var dMeans = [Block](repeating: .zero, count: means.count)
        var dWeight = [Block](repeating: .zero, count: weight.count)
        var dBias = [Float](repeating: 0, count: classCount)
        for (row, review) in reviews.enumerated() {
            let label = Int(labels[review])
            let own = means[row * blocks..<(row + 1) * blocks]
            let scores = scores(own)
            let probabilities = Self.softmax(scores)
            let factor = classWeights?[label] ?? 1
            result.lossSum += Double(factor) * -log(max(Double(probabilities[label]), .leastNormalMagnitude))
            if probabilities.contains(where: { !$0.isFinite }) { result.lossSum = .nan }
            result.weightSum += Double(factor)
            if mostProbable(scores[...]) == label { result.correct += 1 }
            for output in 0..<classCount {
                let dScore = factor * (probabilities[output] - (output == label ? 1 : 0)) * rate
                dBias[output] += dScore
                for block in 0..<blocks {
                    dMeans[row * blocks + block] += dScore * weight[output * blocks + block]
                    dWeight[output * blocks + block] += dScore * own[own.startIndex + block]
                }
            }
        }
        for index in weight.indices { weight[index] -= dWeight[index] }
        for output in bias.indices { bias[output] -= dBias[output] }
        pending = EmbeddingShard.Update(reviews: reviews, steps: dMeans)
        return result
    }

    /// Shape [reviews, classes].
    mutating func logits(of reviews: ArraySlice<Int>) -> [Float] {
        let means = means(of: reviews)
        return (0..<reviews.count).flatMap { scores(means[$0 * blocks..<($0 + 1) * blocks]) }
    }

    /// The mean vectors of some reviews, shape [reviews, blocks], once what was learned before has reached the vectors.
    private mutating func means(of reviews: ArraySlice<Int>) -> [Block] {
        let update = pending
        pending = nil
        let shards = shards
        let parts = parallelMap(shards.count, threads: threads) { shards[$0].step(update, next: reviews) }
        var means = parts[0]
        for part in parts.dropFirst() {
            for index in means.indices { means[index] += part[index] }
        }
        return means
    }

    private func scores(_ mean: ArraySlice<Block>) -> [Float] {
        (0..<classCount).map { output in
            var sum = Block.zero
            for block in 0..<blocks { sum += weight[output * blocks + block] * mean[mean.startIndex + block] }
            return sum.sum() + bias[output]
        }
    }

    private static func softmax(_ scores: [Float]) -> [Float] {
        let highest = scores.max() ?? 0
        let powers = scores.map { expf($0 - highest) }
        let sum = powers.reduce(0, +)
        return powers.map { $0 / sum }
    }

    /// What was learned so far.
    var state: State {
        mutating get {
            _ = means(of: [])
            return State(vectors: shards.map(\.state), weight: weight, bias: bias)
        }
        set {
            pending = nil
            for (shard, vectors) in zip(shards, newValue.vectors) { shard.state = vectors }
            weight = newValue.weight
            bias = newValue.bias
        }
    }

    /// The numbers of a state as a classifier keeps them: embedding [features, D], weight [classes, D] and bias.
    func unpacked(_ state: State) -> (embedding: [Float], weight: [Float], bias: [Float]) {
        var embedding: [Float] = []
        embedding.reserveCapacity(featureCount * dimension)
        for feature in 0..<featureCount {
            let first = feature / Self.shardCount * blocks
            embedding += unblocked(state.vectors[feature % Self.shardCount][first..<first + blocks])
        }
        let weight = (0..<classCount).flatMap { unblocked(state.weight[$0 * blocks..<($0 + 1) * blocks]) }
        return (embedding, weight, state.bias)
    }

    private func unblocked(_ blocks: ArraySlice<Block>) -> [Float] {
        (0..<dimension).map { blocks[blocks.startIndex + $0 / Block.scalarCount][$0 % Block.scalarCount] }
    }
}
