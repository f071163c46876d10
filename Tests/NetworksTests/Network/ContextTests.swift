import Testing
import ValenceNetworks

@Suite("What places bring beside their words")
struct ContextTests {
    private static let size = 3

    private static func configuration(_ cell: CellKind, layers: Int = 1) -> NetworkConfiguration {
        var configuration = SmallCase.configuration(cell, layers: layers, pooling: PoolingKind.allCases)
        configuration.contextSize = size
        return configuration
    }

    /// For each review [T, e].
    private static func contexts<S: Scalar>(_ reviews: [ArraySlice<Int32>], seed: UInt64 = 8) -> [Matrix<S>] {
        var stream = RandomStream(seed: seed, .sampling)
        return reviews.map { review in
            let context = Matrix<S>(review.count, size)
            for row in 0..<review.count { for column in 0..<size { context[row, column] = S(stream.normal()) } }
            return context
        }
    }

    @Test(
        "are read as if they stood in each place's own word vector, forward and back", arguments: CellKind.allCases,
        [1, 2])
    func joined(cell: CellKind, layers: Int) throws {
        let reviews = SmallCase.reviews
        let network = try SmallCase.network(Self.configuration(cell, layers: layers))
        let contexts: [Matrix<Double>] = Self.contexts(reviews)
        // The same reviews, every place a word of its own whose vector is [x, s].
        var plain = network.configuration
        let E = plain.embeddingSize
        plain.embeddingSize += Self.size
        plain.contextSize = nil
        plain.vocabularySize = 1 + reviews.reduce(0) { $0 + $1.count }
        let other = try ReferenceNetwork(plain, seed: 1)
        for slice in plain.layout.slices where slice.role != .embedding {
            other.parameters.matrix(slice).copy(from: network.parameters.matrix(slice.name))
        }
        var places: [(review: Int, place: Int)] = []
        let numbered = reviews.enumerated().map { number, review in
            review.indices.map { index in
                places.append((number, index - review.startIndex))
                let id = Int32(places.count)
                let vector = other.parameters.matrix("embedding.weight").rows(Int(id)..<Int(id) + 1)
                let words = network.parameters.matrix("embedding.weight")
                vector.columns(0..<E).copyRow(0, from: words, Int(review[index]))
                vector.columns(E..<E + Self.size).copyRow(0, from: contexts[number], index - review.startIndex)
                return id
            }[...]
        }
        let found = network.logits(of: reviews, contexts: contexts)
        let expected = other.logits(of: numbered)
        #expect(zip(found.values, expected.values).allSatisfy { abs($0 - $1) < 1e-12 })

        let gradient = network.gradient(of: reviews, contexts: contexts, targets: SmallCase.targets).gradient
        let wanted = other.gradient(of: numbered, targets: SmallCase.targets).gradient
        let dense = zip(gradient.dense.flat.values, wanted.dense.flat.values)
        #expect(dense.allSatisfy { abs($0 - $1) < 1e-12 })
        // A word's gradient is the sum over its places.
        for (row, token) in gradient.tokens.enumerated() {
            for column in 0..<E {
                let sum = wanted.tokens.enumerated().reduce(0.0) { sum, other in
                    let at = places[Int(other.element) - 1]
                    let review = reviews[at.review]
                    return review[review.startIndex + at.place] == token
                        ? sum + wanted.rows[other.offset, column] : sum
                }
                #expect(abs(gradient.rows[row, column] - sum) < 1e-12)
            }
        }
    }

    @Test("give in use what they give by the plain equations, to 1e-5", arguments: CellKind.allCases)
    func floatPath(cell: CellKind) throws {
        let network = try RecurrentNetwork(Self.configuration(cell, layers: 2), seed: 11)
        let reference = ReferenceNetwork(network)
        let result = network.gradient(
            of: SmallCase.reviews, contexts: Self.contexts(SmallCase.reviews), targets: SmallCase.targets,
            dropout: nil, threads: 2)
        let expected = reference.gradient(
            of: SmallCase.reviews, contexts: Self.contexts(SmallCase.reviews), targets: SmallCase.targets)
        #expect(abs(result.loss - expected.loss) < 1e-5)
        for (found, wanted) in zip(result.gradient.dense.flat.values, expected.gradient.dense.flat.values) {
            #expect(abs(Double(found) - wanted) < 1e-5)
        }
        for (found, wanted) in zip(result.gradient.rows.values, expected.gradient.rows.values) {
            #expect(abs(Double(found) - wanted) < 1e-5)
        }
    }

    @Test("are a review's own, the same bytes whatever stands beside it and on one thread or two")
    func neighbours() throws {
        let network = try RecurrentNetwork(Self.configuration(.lstm), seed: 4)
        let reviews = randomReviews(90, vocabulary: 9, longest: 30) + [[]]
        let alone = reviews.flatMap { network.logits(of: [$0], context: { Self.context(of: $0) }, threads: 1) }
        for threads in [1, 2] {
            #expect(network.logits(of: reviews, context: { Self.context(of: $0) }, threads: threads) == alone)
        }
        #expect(network.logits(of: reviews, context: { Self.context(of: $0, scale: 2) }, threads: 1) != alone)
    }

    @Test("are 0 for a review without tokens")
    func empty() throws {
        let network = try RecurrentNetwork(Self.configuration(.gru), seed: 4)
        let found = network.logits(of: [[1, 2], []], context: { Self.context(of: $0) }, threads: 1)
        let nothing = network.logits(of: [[]], context: { Matrix($0.positions, Self.size) }, threads: 1)
        #expect(Array(found[3...]) == nothing)
    }

    /// [positions, e], each place's from its token and its step.
    private static func context(of batch: PackedBatch, scale: Float = 1) -> Matrix<Float> {
        let context = Matrix<Float>(batch.positions, size)
        for step in 0..<batch.steps {
            for position in batch.positions(ofStep: step) {
                let token = batch.distinct[Int(batch.slots[position])]
                for column in 0..<size {
                    let mixed = (Int(token) * 31 + step * 17 + column * 7 + 5) % 23
                    context[position, column] = scale * (Float(mixed) / 11 - 1)
                }
            }
        }
        return context
    }

    @Test("move in adversarial steps too", arguments: Precision.possible)
    func adversarial(precision: Precision) throws {
        let network = try RecurrentNetwork(Self.configuration(.lstm), seed: 2, precision: precision)
        // Words without vectors cannot move; what is left are the contexts.
        network.parameters.matrix("embedding.weight").fill(0)
        let reviews = randomReviews(40, vocabulary: 9, longest: 9)
        let contexts: [Matrix<Float>] = Self.contexts(reviews)
        let targets = (0..<40).map { Target(Int32($0 % 3)) }
        func loss(_ size: Double?, threads: Int = 2) -> Double {
            network.gradient(
                of: reviews, contexts: contexts, targets: targets, dropout: nil, perturbation: size, threads: threads
            ).loss
        }
        let plain = loss(nil)
        #expect(loss(0.5) > plain && loss(1) > loss(0.5) && loss(-0.5) < plain)
        #expect(abs(loss(0) - plain) < 1e-6)
        #expect(loss(1, threads: 1) == loss(1))
    }

    @Test("add to their place's word what the answer differs by", arguments: CellKind.allCases)
    func contributions(cell: CellKind) throws {
        let network = try SmallCase.network(Self.configuration(cell))
        let review: [Int32] = [3, 1, 4, 1, 5, 7, 2]
        let direction = [1.0, -0.5, -0.5]
        let context: Matrix<Double> = Self.contexts([review[...]])[0]
        for e in 0..<4 { network.parameters.matrix("embedding.weight")[0, e] = 0 }
        func score(_ ids: [Int32], _ context: Matrix<Double>) -> Double {
            let logits = network.logits(of: [ids[...]], contexts: [context])
            return direction.indices.reduce(0) { $0 + direction[$1] * logits[0, $1] }
        }
        let nothing = score(Array(repeating: 0, count: review.count), Matrix(review.count, Self.size))
        let difference = score(review, context) - nothing
        func sum(_ context: Matrix<Double>) -> Double {
            network.contributions(of: review, context: context, along: direction, baseline: .zero, steps: 2048)
                .reduce(0, +)
        }
        #expect(abs(sum(context) - difference) < 2e-3 * max(abs(difference), 0.1))
    }
}
