import Foundation
import ValenceNetworks

/// A vector for every n-gram; a review is the mean of its n-grams' vectors, read by a dense layer.
///
///     h = Σ_f n_f v_f / Σ_f n_f        z = W h + b        loss = −weight · ln softmax(z)_label
///
/// Copies of it share v; `copy()` has one of its own.
package struct MeanEmbeddingNetwork<S: Scalar & SIMDScalar>: Sendable
where S.SIMD8Storage: Sendable {
    typealias Block = SIMD8<S>

    /// What the learning rate is multiplied by for b: every step moves it, a row of v only its own n-grams.
    package static var biasRate: S { 1 / 50 }

    package let classCount: Int
    /// v, shape [rows, E].
    private var embedding: BlockTable<S>
    /// W, shape [classes, E].
    private var output: BlockTable<S>
    /// b, shape [classes].
    package private(set) var bias: [S]
    private var dh: [Block]

    /// Embedding width.
    package var E: Int { embedding.width }
    package var rowCount: Int { embedding.rows }
    private var blocks: Int { embedding.blocks }

    /// Rows uniform in ±1/E, the dense layer zero.
    package init(rows: Int, size E: Int, classCount: Int, seed: UInt64) {
        let bound = 1 / Double(E)
        self.init(
            size: E, embedding: MeanEmbeddingNetwork.uniform(rows * E, bound: bound, seed: seed),
            output: Array(repeating: 0, count: classCount * E), bias: Array(repeating: 0, count: classCount))
    }

    private static func uniform(_ count: Int, bound: Double, seed: UInt64) -> [S] {
        var random = RandomStream(seed: seed, .initialisation)
        return (0..<count).map { _ in S((random.uniform() * 2 - 1) * bound) }
    }

    /// A network of known parameters, row-major.
    package init(size E: Int, embedding: [S], output: [S], bias: [S]) {
        precondition(E > 0 && embedding.count % E == 0, "\(embedding.count) numbers in rows of \(E)")
        precondition(output.count == bias.count * E, "\(output.count) output weights for \(bias.count) classes of \(E)")
        classCount = bias.count
        self.embedding = BlockTable(embedding, width: E)
        self.output = BlockTable(output, width: E)
        self.bias = bias
        dh = Array(repeating: .zero, count: self.embedding.blocks)
    }

    package func copy() -> MeanEmbeddingNetwork {
        var copy = self
        copy.embedding = embedding.copy()
        copy.output = output.copy()
        return copy
    }

    package var embeddingValues: [S] { embedding.values }
    package var outputValues: [S] { output.values }

    /// Replaces one row of the embedding.
    package mutating func setRow(_ row: Int, _ values: [S]) {
        precondition(values.count == E, "\(values.count) numbers for a row of \(E)")
        for (index, value) in values.enumerated() { embedding[row * blocks + index / 8][index % 8] = value }
    }

    /// The logits of a review whose n-grams are the rows `places`, found `counts` times.
    package func logits(_ places: ArraySlice<Int32>, _ counts: ArraySlice<Float>) -> [S] {
        logits(mean(places, counts).h)
    }

    /// The logits of a review whose n-grams are the rows `places`, each named as often as it was found.
    package func logits(_ places: ArraySlice<Int32>) -> [S] {
        logits(
            (0..<blocks).map { block in
                var sum = Block.zero
                for place in places { sum += embedding[Int(place) * blocks + block] }
                return sum / S(max(places.count, 1))
            })
    }

    /// Σ_k direction_k · (W v)_k of each of the rows `places`.
    package func products(of places: [Int32], along direction: [S]) -> [S] {
        let u = (0..<blocks).map { block in
            (0..<classCount).reduce(into: Block.zero) { $0 += direction[$1] * output[$1 * blocks + block] }
        }
        return places.map { place in
            (0..<blocks).reduce(into: Block.zero) { $0 += u[$1] * embedding[Int(place) * blocks + $1] }.sum()
        }
    }

    /// One step down the gradient of a review's loss.
    /// - Parameter classWeights: one number a class; nil for 1 each.
    /// - Returns: the loss before the step, and whether the target's label was the most probable.
    package mutating func step(
        _ places: ArraySlice<Int32>, _ counts: ArraySlice<Float>, target: Target, rate: S,
        classWeights: [Float]? = nil
    ) -> (loss: Double, isCorrect: Bool) {
        let (h, total) = mean(places, counts)
        var p = logits(h).map { Double($0) }
        let label = Int(target.label)
        let isCorrect = !p.indices.contains { $0 != label && p[$0] >= p[label] }
        let highest = p.reduce(-Double.infinity, max)
        let logSum = log(p.reduce(0) { $0 + exp($1 - highest) }) + highest
        // y_k = share · class weight; the loss is −Σ y log ŷ, its gradient (Σ y) ŷ − y.
        func y(_ k: Int) -> Double { target.share(of: k) * Double(classWeights?[k] ?? 1) }
        let weight = target.weight(classWeights)
        var loss = 0.0
        for k in 0..<classCount {
            loss += y(k) * (logSum - p[k])
            p[k] = weight * exp(p[k] - logSum) - y(k)
        }
        for block in 0..<blocks { dh[block] = .zero }
        for k in 0..<classCount {
            let step = -rate * S(p[k])
            for block in 0..<blocks {
                dh[block] += step * output[k * blocks + block]
                output[k * blocks + block] += step * h[block]
            }
            bias[k] += step * Self.biasRate
        }
        for (place, count) in zip(places, counts) {
            let share = S(count) / total
            let row = Int(place) * blocks
            for block in 0..<blocks { embedding[row + block] += share * dh[block] }
        }
        return (loss, isCorrect)
    }

    /// h, and the number of n-grams, at least 1.
    private func mean(_ places: ArraySlice<Int32>, _ counts: ArraySlice<Float>) -> (h: [Block], total: S) {
        let total = max(counts.reduce(0) { $0 + S($1) }, 1)
        let h = (0..<blocks).map { block in
            var sum = Block.zero
            for (place, count) in zip(places, counts) { sum += S(count) * embedding[Int(place) * blocks + block] }
            return sum / total
        }
        return (h, total)
    }

    private func logits(_ h: [Block]) -> [S] {
        (0..<classCount).map { k in
            var sum = Block.zero
            for block in 0..<blocks { sum += output[k * blocks + block] * h[block] }
            return sum.sum() + bias[k]
        }
    }
}
