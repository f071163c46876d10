import Foundation
import Testing
import ValenceModels
import ValenceNetworks
import ValenceText

@Suite("The recurrent classifier")
struct RecurrentClassifierTests {
    /// Texts of equal words and opposite labels: only order tells them apart.
    static let pairs = [
        ("good, not bad", "bad, not good"),
        ("no, this phone is good", "this phone is no good"),
        ("not dull, it is fun", "not fun, it is dull"),
        ("fast and never slow", "slow and never fast"),
    ]

    private func corpus() -> Corpus {
        samples(Self.pairs.flatMap { [($0.0, "positive"), ($0.1, "negative")] })
    }

    private func options(threads: Int = 1) -> TrainingOptions {
        var options = TrainingOptions(threads: threads)
        options.epochs = 60
        options.patience = 60
        options.batchSize = 4
        options.learningRate = 0.01
        options.embeddingSize = 16
        options.hiddenSize = 12
        options.minimumCount = 1
        options.dropout = 0
        return options
    }

    private func train(_ options: TrainingOptions, _ corpus: Corpus) throws -> RecurrentClassifier {
        let context = TrainingContext(
            corpus: corpus, split: Split(training: Array(0..<corpus.count), validation: []), seed: 1,
            threads: options.threads)
        let trained = try ModelKind.bilstm.train(options, context: context).classifier
        return try #require(trained as? RecurrentClassifier)
    }

    @Test("tells apart texts that differ in their words' order alone", arguments: ["lstm", "gru", "rnn"])
    func order(cell: String) throws {
        let corpus = corpus()
        var options = options()
        options.cell = cell
        let classifier = try train(options, corpus)
        let logits = classifier.logits((0..<corpus.count).map(corpus.tokenList)[...])
        for review in 0..<corpus.count {
            let guess = logits[2 * review + 1] > logits[2 * review] ? 1 : 0
            #expect(guess == Int(corpus.labels[review]), "review \(review)")
        }
    }

    @Test("reads four times as much of a review as it learned from, and is validated so")
    func length() throws {
        let words = "good not bad it is fun and never dull this phone slow fast no".split(separator: " ")
        let corpus = samples(
            (0..<40).map { number in
                let text = (0...number).map { String(words[($0 * 5 + number) % words.count]) }
                return (text.joined(separator: " "), number % 3 == 0 ? "positive" : "negative")
            })
        var options = options()
        options.maximumLength = 5
        options.epochs = 2
        let split = Split(
            training: (0..<40).filter { $0 % 2 == 0 }, validation: (0..<40).filter { $0 % 2 == 1 })
        let trained = try ModelKind.bilstm.train(
            options, context: TrainingContext(corpus: corpus, split: split, seed: 1, threads: 1))
        func logits(_ corpus: Corpus, _ reviews: [Int]) -> [Float] {
            trained.classifier.logits(reviews.map(corpus.tokenList)[...])
        }
        #expect(logits(corpus, split.validation) == trained.validationLogits)

        for (count, isRead) in [(20, true), (21, false)] {
            var words = Array(repeating: "good", count: count)
            let all = words.joined(separator: " ")
            words[10] = "bad"
            let pair = samples([(all, "positive"), (words.joined(separator: " "), "negative")])
            #expect((logits(pair, [0]) != logits(pair, [1])) == isRead, "\(count) words")
        }
    }

    @Test("is the same, to the bit, from one thread and from two")
    func threads() throws {
        var options = options()
        options.dropout = 0.3
        options.batchSize = 64
        options.epochs = 3
        // Enough reviews that a batch has more than one shard.
        let many = samples(
            (0..<96).map { index in
                let pair = Self.pairs[index % Self.pairs.count]
                let isGood = index / Self.pairs.count % 2 == 0
                return (
                    String(repeating: "well ", count: index % 7) + (isGood ? pair.0 : pair.1),
                    isGood ? "positive" : "negative"
                )
            })
        let one = try train(options, many)
        options.threads = 2
        let two = try train(options, many)
        #expect(one.network.parameters.flat.values == two.network.parameters.flat.values)
    }

    @Test("comes back from its file unchanged")
    func roundTrip() throws {
        let corpus = corpus()
        var options = options()
        options.epochs = 2
        options.layers = 2
        options.pooling = ["attention", "last"]
        let classifier = try train(options, corpus)
        var writer = TensorFileWriter()
        classifier.save(to: &writer)
        let file = try TensorFile(path: "m", content: Data(writer.encoded()))
        let again = try RecurrentClassifier(settings: classifier.settings, classCount: 2, from: file)
        let lists = (0..<corpus.count).map(corpus.tokenList)
        #expect(again.logits(lists[...]) == classifier.logits(lists[...]))
    }

    @Test("stops with a clear word when every step gives non-finite numbers, and says what it tried")
    func diverges() throws {
        let corpus = corpus()
        var options = options()
        options.learningRate = 1e38
        options.clipNorm = .greatestFiniteMagnitude
        let warnings = Collected<String>()
        let context = TrainingContext(
            corpus: corpus, split: Split(training: Array(0..<corpus.count), validation: []), threads: 1,
            onEvent: { if case .warning(let text) = $0 { warnings.append(text) } })
        #expect {
            try ModelKind.bilstm.train(options, context: context)
        } throws: { error in
            "\(error)".hasPrefix("training gives non-finite numbers even at ")
        }
        #expect(warnings.all.contains { $0.contains("is not a finite number; went back to the last good state") })
    }
}
