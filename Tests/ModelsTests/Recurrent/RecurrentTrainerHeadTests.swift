import Foundation
import Testing
import ValenceModels
import ValenceNetworks

@Suite("The head of a recurrent classifier")
struct RecurrentTrainerHeadTests {
    /// The label says how many of the words are good.
    private static let texts: [(text: String, label: String)] = (0..<60).map { number in
        let stars = number % 3
        let words = (0..<2).map { $0 < stars ? "good" : "bad" }
        return ((number % 2 == 0 ? words : words.reversed()).joined(separator: " the \(number % 5) "), "\(stars + 1)")
    }

    private func train(
        _ head: HeadChoice, _ texts: [(text: String, label: String)] = texts, notes: Collected<String> = Collected()
    ) throws -> (classifier: RecurrentClassifier, right: Int) {
        let corpus = samples(texts)
        var options = TrainingOptions(threads: 1)
        options.head = head
        options.epochs = 25
        options.learningRate = 0.02
        options.embeddingSize = 6
        options.hiddenSize = 5
        options.minimumCount = 1
        options.dropout = 0
        let reviews = Array(0..<corpus.count)
        let context = TrainingContext(
            corpus: corpus,
            split: Split(training: reviews.filter { $0 % 5 > 0 }, validation: reviews.filter { $0 % 5 == 0 }),
            seed: 1, threads: 1, onEvent: { if case .note(let text) = $0 { notes.append(text) } })
        let trained = try ModelKind.bilstm.train(options, context: context)
        let classifier = try #require(trained.classifier as? RecurrentClassifier)
        let C = corpus.labelNames.count
        let logits = classifier.logits(reviews.map(corpus.tokenList)[...])
        let right = reviews.count { review in
            let row = logits[review * C..<(review + 1) * C]
            return row.firstIndex(of: row.max() ?? 0) == review * C + Int(corpus.labels[review])
        }
        return (classifier, right)
    }

    @Test("an ordinal one learns classes in order, says so, and comes back from its file")
    func ordinal() throws {
        let (classifier, right) = try train(.ordinal)
        #expect(right == 60)
        #expect(classifier.architecture.hasSuffix(", ordinal output"))
        var writer = TensorFileWriter()
        classifier.save(to: &writer)
        let file = try TensorFile(path: "m", content: Data(writer.encoded()))
        #expect(file.shape(of: "output.weight") == [1, 20] && file.shape(of: "output.thresholds") == [2])
        let again = try RecurrentClassifier(settings: classifier.settings, classCount: 3, from: file)
        let lists = (0..<6).map(samples(Self.texts).tokenList)
        let logits = classifier.logits(lists[...])
        #expect(again.logits(lists[...]) == logits)
        // They are logarithms of probabilities.
        for row in stride(from: 0, to: logits.count, by: 3) {
            #expect(abs(logits[row..<row + 3].reduce(0) { $0 + exp($1) } - 1) < 1e-5)
        }
    }

    @Test("chosen by validation is the one whose log-loss is lower, and that is said")
    func auto() throws {
        let notes = Collected<String>()
        let (classifier, _) = try train(.auto, notes: notes)
        let said = try #require(notes.all.last { $0.hasPrefix("validation log-loss: softmax ") })
        let losses = said.split(separator: " ").compactMap {
            Double($0.trimmingCharacters(in: CharacterSet(charactersIn: ",;")))
        }
        try #require(losses.count == 2)
        let head = classifier.settings.network.head
        #expect(head == (losses[1] < losses[0] ? .ordinal : .softmax))
        #expect(said.hasSuffix("the \(head.rawValue) output is kept"))
    }

    @Test("of classes without order an ordinal one is refused, and not tried where it may be chosen")
    func unordered() throws {
        let texts = Self.texts.map { (text: $0.text, label: ["book", "film", "phone"][(Int($0.label) ?? 1) - 1]) }
        #expect {
            _ = try train(.ordinal, texts)
        } throws: { error in
            "\(error)".contains("--head ordinal expects classes in order") && "\(error)".contains("book, film, phone")
        }
        let notes = Collected<String>()
        let (classifier, _) = try train(.auto, texts, notes: notes)
        #expect(classifier.settings.network.head == .softmax)
        #expect(notes.all.contains { $0.hasPrefix("softmax output: an ordinal one takes") })
    }
}
