import Foundation
import Testing
import ValenceEvaluation
import ValenceModels

@Suite("The mean embedding")
struct MeanEmbeddingClassifierTests {
    private func memorise(_ kind: ModelKind) throws -> (logits: [Float], corpus: Corpus) {
        let texts = [
            "good, not bad", "bad, not good", "this phone is no good", "no, this phone is good", "dull", "not dull",
            "never slow and fast", "slow and never fast",
        ]
        let positive: Set = [0, 3, 5, 6]
        let corpus = samples(texts.enumerated().map { ($1, positive.contains($0) ? "positive" : "negative") })
        var options = TrainingOptions(threads: 1)
        options.minimumCount = 1
        options.epochs = 300
        options.patience = 300
        options.dropout = 0
        let context = TrainingContext(corpus: corpus, split: Split(training: Array(0..<8), validation: []))
        let classifier = try kind.train(options, context: context).classifier
        return (classifier.logits((0..<8).map(corpus.tokenList)[...]), corpus)
    }

    @Test("memorises eight reviews", arguments: [ModelKind.embedding, .bow])
    func eightReviews(kind: ModelKind) throws {
        let (logits, corpus) = try memorise(kind)
        for review in 0..<8 {
            #expect(mostProbable(logits[2 * review..<2 * review + 2]) == Int(corpus.labels[review]), "review \(review)")
        }
    }

    @Test("comes back from its file unchanged")
    func roundTrip() throws {
        let corpus = BagOfWordsTrainerTests.corpus(classes: 3)
        let trained = try BagOfWordsTrainerTests.train(.embedding, corpus) { $0.embeddingSize = 10 }
        let classifier = try #require(trained.classifier as? MeanEmbeddingClassifier)
        let file = try TensorFile(path: "m", content: Data(BagOfWordsTrainerTests.bytes(classifier)))
        let again = try MeanEmbeddingClassifier(settings: classifier.settings, classCount: 3, from: file)
        let lists = (0..<corpus.count).map(corpus.tokenList)
        #expect(again.logits(lists[...]) == classifier.logits(lists[...]))
        let difference = zip(classifier.logits(lists[..<20]), trained.validationLogits).map { abs($0 - $1) }.max()
        #expect(try #require(difference) < 1e-5, "the same numbers, added in another order")
    }

    @Test("tells of every epoch, and keeps the best one's validation logits")
    func epochs() throws {
        let corpus = BagOfWordsTrainerTests.corpus(classes: 2)
        let trained = try BagOfWordsTrainerTests.train(.embedding, corpus) { $0.epochs = 7 }
        let best = try #require(trained.epochs.last { $0.isBest })
        let result = ValidationResult(
            logits: trained.validationLogits, classCount: 2, truth: (0..<20).map { Int(corpus.labels[$0]) })
        #expect(trained.epochs.count <= 7 && trained.epochs.map(\.epoch) == Array(1...trained.epochs.count))
        #expect(best.validationLoss == result.loss && best.validationAccuracy == result.accuracy)
    }

    @Test("says what to do when the loss is no number any more")
    func diverges() {
        #expect {
            try BagOfWordsTrainerTests.train(.embedding, BagOfWordsTrainerTests.corpus(classes: 2)) {
                $0.learningRate = 1e38
            }
        } throws: { error in
            "\(error)".contains("the loss is not a finite number; lower --learning-rate")
        }
    }
}
