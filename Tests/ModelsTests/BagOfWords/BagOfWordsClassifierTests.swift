import Foundation
import Testing
import ValenceEvaluation
import ValenceModels

@Suite("The bag of words")
struct BagOfWordsClassifierTests {
    /// Texts of equal words and opposite labels: only order tells them apart.
    static let pairs = [("good, not bad", "bad, not good"), ("this phone is no good", "no, this phone is good")]

    private func train(ngrams: Int) throws -> (any Classifier, Corpus) {
        let labels = [("positive", "negative"), ("negative", "positive")]
        let corpus = samples(zip(Self.pairs, labels).flatMap { [($0.0, $1.0), ($0.1, $1.1)] })
        var options = TrainingOptions(threads: 1)
        options.ngrams = ngrams
        options.minimumCount = 1
        let context = TrainingContext(corpus: corpus, split: Split(training: Array(0..<4), validation: []))
        return (try ModelKind.bow.train(options, context: context).classifier, corpus)
    }

    @Test("of single words gives texts that differ in order alone the same logits, to the bit")
    func unigrams() throws {
        let (classifier, corpus) = try train(ngrams: 1)
        let logits = classifier.logits((0..<4).map(corpus.tokenList)[...])
        for pair in 0..<2 { #expect(logits[4 * pair..<4 * pair + 2] == logits[4 * pair + 2..<4 * pair + 4]) }
    }

    @Test("of 1- and 2-grams tells such texts apart")
    func bigrams() throws {
        let (classifier, corpus) = try train(ngrams: 2)
        let logits = classifier.logits((0..<4).map(corpus.tokenList)[...])
        for review in 0..<4 {
            #expect(mostProbable(logits[2 * review..<2 * review + 2]) == Int(corpus.labels[review]), "text \(review)")
        }
    }

    @Test("a review's logits depend on it alone, to the bit", arguments: [ModelKind.bow, .embedding])
    func alone(kind: ModelKind) throws {
        let corpus = BagOfWordsTrainerTests.corpus(classes: 3)
        let classifier = try BagOfWordsTrainerTests.train(kind, corpus).classifier
        let lists = (0..<12).map(corpus.tokenList)
        let together = classifier.logits(lists[...])
        #expect(together == lists.flatMap { classifier.logits([$0]) })
    }

    @Test("comes back from its file unchanged", arguments: ["binary", "tfidf", "count"], [2, 3])
    func roundTrip(weighting: String, classes: Int) throws {
        let corpus = BagOfWordsTrainerTests.corpus(classes: classes)
        let trained = try BagOfWordsTrainerTests.train(.bow, corpus) { $0.weighting = weighting }
        let classifier = try #require(trained.classifier as? BagOfWordsClassifier)
        let file = try TensorFile(path: "m", content: Data(BagOfWordsTrainerTests.bytes(classifier)))
        let again = try BagOfWordsClassifier(settings: classifier.settings, classCount: classes, from: file)
        let lists = (0..<corpus.count).map(corpus.tokenList)
        #expect(again.logits(lists[...]) == classifier.logits(lists[...]))
        #expect(again.ngramCount > 0 && again.ngramCount == classifier.ngramCount)
    }

    @Test("knows words never met by their characters, where texts are few or short")
    func characters() throws {
        let words = [("wonderful", "yes"), ("delightful", "yes"), ("dreadful", "no"), ("horrible", "no")]
        let corpus = samples((0..<48).map { ("\(words[$0 % 4].0) film \($0)", words[$0 % 4].1) })
        func classifier(_ characters: Int?) throws -> BagOfWordsClassifier {
            let trained = try BagOfWordsTrainerTests.train(.bow, corpus) { $0.characters = characters }
            return try #require(trained.classifier as? BagOfWordsClassifier)
        }
        let unseen = samples([("wonderfully delightfuller", ""), ("dreadfully horribly", "")])
        func decisions(_ classifier: BagOfWordsClassifier) -> [Float] {
            (0..<2).map { classifier.logits([unseen.tokenList($0)])[1] }
        }
        let withoutThem = try classifier(0)
        #expect(withoutThem.settings.characters == nil && decisions(withoutThem)[0] == decisions(withoutThem)[1])
        let chosen = try classifier(nil)
        #expect(chosen.settings.characters == 5 && chosen.architecture.contains("runs of up to 5 characters"))
        #expect(decisions(chosen)[0] > 0.2 && decisions(chosen)[1] < -0.2, "\(decisions(chosen))")
        // What words are unknown is no question of characters.
        #expect(chosen.unknownWords(in: unseen.tokenList(0))?.unknown == 2)

        let bytes = Data(BagOfWordsTrainerTests.bytes(chosen))
        func opened(_ settings: BagOfWordsClassifier.Settings) throws -> BagOfWordsClassifier {
            try BagOfWordsClassifier(settings: settings, classCount: 2, from: TensorFile(path: "m", content: bytes))
        }
        #expect(try decisions(opened(chosen.settings)) == decisions(chosen))
        var settings = chosen.settings
        settings.characters = 1
        #expect(throws: ModelsError.badModel(path: "m", problem: "its runs of characters are damaged")) {
            _ = try opened(settings)
        }
    }

    @Test("reads words alone where texts are many and long, or weights are of another kind")
    func wordsAlone() throws {
        let long = samples((0..<3000).map { ("it is " + String(repeating: "so ", count: 120), "\($0 % 2)") })
        func characters(_ corpus: Corpus, _ change: (inout TrainingOptions) -> Void = { _ in }) throws -> Int? {
            let trained = try BagOfWordsTrainerTests.train(.bow, corpus, change)
            return (trained.classifier as? BagOfWordsClassifier)?.settings.characters
        }
        #expect(try characters(long) == nil)
        #expect(try characters(long) { $0.characters = 3 } == 3)
        #expect(try characters(BagOfWordsTrainerTests.corpus(classes: 2)) { $0.weighting = "tfidf" } == nil)
    }

    @Test("refuses a file whose hashes do not ascend, or whose tensors have another shape")
    func damaged() throws {
        let settings = BagOfWordsClassifier.Settings(ngrams: 1, weighting: .binary)
        func load(_ hashes: [UInt64], weights: Int) throws {
            var writer = TensorFileWriter()
            writer.add("output.weight", shape: [weights, 1], Array(repeating: 1, count: weights))
            writer.add("output.bias", shape: [1], [0])
            writer.add("ngrams.hashes", table: hashes)
            _ = try BagOfWordsClassifier(
                settings: settings, classCount: 2, from: TensorFile(path: "m", content: Data(writer.encoded())))
        }
        try load([1, 2], weights: 2)
        #expect(
            throws: ModelsError.badModel(
                path: "m", problem: "the hashes of its n-grams do not ascend; it is damaged")
        ) { try load([2, 2], weights: 2) }
        #expect(
            throws: ModelsError.badModel(
                path: "m", problem: "tensor 'output.weight' has shape [3, 1], expected [2, 1]")
        ) { try load([1, 2], weights: 3) }
    }
}
