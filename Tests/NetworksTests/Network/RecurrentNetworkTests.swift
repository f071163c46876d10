import Testing
import ValenceNetworks

/// Reviews of random tokens and lengths.
func randomReviews(_ count: Int, vocabulary: Int, longest: Int, seed: UInt64 = 1) -> [ArraySlice<Int32>] {
    var stream = RandomStream(seed: seed, .sampling)
    return (0..<count).map { _ in
        let length = 1 + stream.below(longest)
        return (0..<length).map { _ in Int32(stream.below(vocabulary)) }[...]
    }
}

@Suite struct RecurrentNetworkTests {
    @Test("eight reviews are memorised", arguments: CellKind.allCases, PoolingKind.allCases)
    func memorises(cell: CellKind, pooling: PoolingKind) throws {
        let configuration = NetworkConfiguration(
            vocabularySize: 30, embeddingSize: 8, hiddenSize: 12, cell: cell, pooling: [pooling])
        let network = try RecurrentNetwork(configuration, seed: 2)
        var optimizer = AdamOptimizer(network.parameters.layout)
        let reviews = randomReviews(8, vocabulary: 30, longest: 9)
        let targets: [Target] = [0, 1, 1, 0, 1, 0, 0, 1]
        var last = network.gradient(of: reviews, targets: targets, dropout: nil, threads: 1)
        #expect(last.loss > 0.5)
        for _ in 0..<150 {
            guard case .stepped = optimizer.step(network, last.gradient, learningRate: 0.02) else {
                Issue.record("the step was refused")
                return
            }
            last = network.gradient(of: reviews, targets: targets, dropout: nil, threads: 1)
        }
        #expect(last.correct == 8)
        #expect(last.loss < 0.02)
    }

    @Test(
        "max and mean of states taken as they are formed are those of all states, to 1e-6", arguments: CellKind.allCases
    )
    func running(cell: CellKind) throws {
        func network(_ pooling: [PoolingKind]) throws -> RecurrentNetwork {
            try RecurrentNetwork(
                NetworkConfiguration(
                    vocabularySize: 60, embeddingSize: 13, hiddenSize: 21, layers: 2, cell: cell, pooling: pooling),
                seed: 4)
        }
        let running = try network([.max, .mean])
        // A final state that counts for nothing, for which all states are formed first.
        let whole = try network([.max, .mean, .last])
        for slice in running.configuration.layout.slices where slice.name != "output.weight" {
            whole.parameters.matrix(slice.name).copy(from: running.parameters.matrix(slice.name))
        }
        let weight = whole.parameters.matrix("output.weight")
        weight.fill(0)
        weight.columns(0..<4 * 21).copy(from: running.parameters.matrix("output.weight"))
        let reviews = randomReviews(80, vocabulary: 60, longest: 40) + [[]]
        let (found, wanted) = (running.logits(of: reviews, threads: 2), whole.logits(of: reviews, threads: 2))
        #expect(zip(found, wanted).allSatisfy { abs($0 - $1) < 1e-6 })
        #expect(Set(wanted).count > 80)
    }

    @Test(
        "a review's logits are the same bytes whatever stands beside it", arguments: CellKind.allCases,
        [PoolingKind.allCases, [.max, .mean]])
    func neighbours(cell: CellKind, pooling: [PoolingKind]) throws {
        let configuration = NetworkConfiguration(
            vocabularySize: 60, embeddingSize: 13, hiddenSize: 21, layers: 2, cell: cell,
            pooling: pooling, classCount: 3)
        let network = try RecurrentNetwork(configuration, seed: 4)
        let reviews = randomReviews(150, vocabulary: 60, longest: 40) + [[]]
        let alone = reviews.flatMap { network.logits(of: [$0], threads: 1) }
        for (size, threads) in [(7, 1), (64, 2), (151, 1), (151, 2)] {
            var together: [Float] = []
            for start in stride(from: 0, to: reviews.count, by: size) {
                together += network.logits(
                    of: Array(reviews[start..<min(start + size, reviews.count)]), threads: threads)
            }
            #expect(together.map(\.bitPattern) == alone.map(\.bitPattern), "batches of \(size), \(threads) threads")
        }
    }

    @Test(
        "training gives the same bytes for one thread and two", arguments: CellKind.allCases, Precision.possible)
    func threads(cell: CellKind, precision: Precision) throws {
        let trained = try [1, 2].map { threads in
            let configuration = NetworkConfiguration(
                vocabularySize: 80, embeddingSize: 10, hiddenSize: 12, layers: 2, cell: cell,
                dropout: DropoutSettings(word: 0.1, embedding: 0.1, layer: 0.2, output: 0.3))
            let network = try RecurrentNetwork(configuration, seed: 9, precision: precision)
            var optimizer = AdamOptimizer(network.parameters.layout)
            let reviews = randomReviews(100, vocabulary: 80, longest: 20)
            let targets = (0..<100).map { Target(Int32($0 % 2)) }
            for batch in 0..<4 {
                let result = network.gradient(
                    of: reviews, targets: targets, dropout: DropoutKey(seed: 1, epoch: 0, batch: batch),
                    threads: threads)
                _ = optimizer.step(network, result.gradient, learningRate: 0.01)
            }
            return network.parameters.flat.values.map(\.bitPattern)
        }
        #expect(trained[0] == trained[1])
    }

    @Test("pairs that only order tells apart are told apart", arguments: CellKind.allCases)
    func order(cell: CellKind) throws {
        let words = ["<unk>", "good", "not", "bad", "this", "phone", "is", "no"]
        func ids(_ text: String) -> [Int32] {
            text.split(separator: " ").compactMap { words.firstIndex(of: String($0)) }.map { Int32($0) }
        }
        let pairs = [
            (positive: ids("good not bad"), negative: ids("bad not good")),
            (positive: ids("no this phone is good"), negative: ids("this phone is no good")),
        ]
        // The same counts of words, opposite labels.
        for (positive, negative) in pairs { #expect(positive.sorted() == negative.sorted()) }
        let network = try RecurrentNetwork(
            NetworkConfiguration(vocabularySize: 9, embeddingSize: 8, hiddenSize: 8, cell: cell), seed: 3)
        var optimizer = AdamOptimizer(network.parameters.layout)
        let reviews = pairs.flatMap { [$0.positive[...], $0.negative[...]] }
        let targets: [Target] = [1, 0, 1, 0]
        for _ in 0..<200 {
            let result = network.gradient(of: reviews, targets: targets, dropout: nil, threads: 1)
            _ = optimizer.step(network, result.gradient, learningRate: 0.02)
        }
        let logits = network.logits(of: reviews, threads: 1)
        for (row, target) in targets.enumerated() {
            let probability = SoftmaxCrossEntropy.softmax(Array(logits[2 * row..<2 * row + 2]))[Int(target.label)]
            #expect(probability > 0.9, "review \(row)")
        }
    }

    @Test("a review without tokens is read as one unknown word")
    func empty() throws {
        let network = try RecurrentNetwork(NetworkConfiguration(vocabularySize: 5, hiddenSize: 8), seed: 1)
        #expect(network.logits(of: [[]], threads: 1) == network.logits(of: [[0]], threads: 1))
        #expect(network.logits(of: [], threads: 1) == [])
    }

    @Test("an adversarial step raises the loss more than one the other way, and its gradient counts both")
    func adversarial() throws {
        let configuration = NetworkConfiguration(vocabularySize: 40, embeddingSize: 8, hiddenSize: 10)
        let network = try RecurrentNetwork(configuration, seed: 2)
        let reviews = randomReviews(20, vocabulary: 40, longest: 9)
        let targets = (0..<20).map { Target(Int32($0 % 2)) }
        func loss(_ size: Double?) -> RecurrentNetwork.BatchResult {
            network.gradient(of: reviews, targets: targets, dropout: nil, perturbation: size, threads: 2)
        }
        let plain = loss(nil)
        // The loss told is the mean of that before the step and that behind it.
        #expect(loss(0.5).loss > plain.loss)
        #expect(loss(-0.5).loss < plain.loss)
        #expect(loss(1).loss > loss(0.5).loss)
        #expect(abs(loss(0).loss - plain.loss) < 1e-6)
        let doubled = zip(loss(0).gradient.dense.flat.values, plain.gradient.dense.flat.values)
        #expect(doubled.allSatisfy { abs($0 - 2 * $1) < 1e-6 })
        // Though each review has slots of its own, a word has one row of the gradient.
        let still = loss(0).gradient
        #expect(Set(still.tokens).count == still.tokens.count)
        #expect(Set(still.tokens) == Set(plain.gradient.tokens))
        for (row, token) in still.tokens.enumerated() {
            let other = plain.gradient.tokens.firstIndex(of: token) ?? 0
            for column in 0..<8 {
                #expect(abs(still.rows[row, column] - 2 * plain.gradient.rows[other, column]) < 1e-6)
            }
        }
    }
}
