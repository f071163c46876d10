import Foundation
import Testing
import ValenceModels
import ValenceText

@Suite("The explainer")
struct ExplainerTests {
    /// Reviews in which one word decides, and what is said beside it does not.
    private static func texts(_ count: Int) -> [(text: String, label: String)] {
        let subjects = ["film", "room", "soup", "phone", "crew", "plot", "game"]
        return (0..<count).map { number in
            let isGood = number % 2 == 0
            let filler = (0..<8).map { "about the \(subjects[(number * 3 + $0 * (number + 1)) % 7])" }
            return (
                filler[0..<4].joined(separator: " ") + (isGood ? " lovely " : " awful ")
                    + filler[4...].joined(separator: " "),
                isGood ? "positive" : "negative"
            )
        }
    }

    private static func model(_ kind: ModelKind, pooling: [String]? = nil) throws -> TrainedModel {
        let corpus = samples(texts(80))
        let trained = try BagOfWordsTrainerTests.train(kind, corpus) {
            $0.embeddingSize = 8
            $0.hiddenSize = 8
            $0.epochs = 12
            $0.learningRate = kind == .bilstm ? 0.02 : nil
            $0.pooling = pooling
        }
        return TrainedModel(
            classifier: trained.classifier, labels: corpus.labelNames, textSettings: corpus.textSettings,
            temperature: 2,
            provenance: Provenance(files: [], labelMap: nil, seed: 1, trainingReviews: 80, validationReviews: 0))
    }

    @Test(
        "names the word that decides, for the answer and where it stands",
        arguments: [ModelKind.bow, .embedding, .bilstm])
    func decisive(kind: ModelKind) throws {
        let model = try Self.model(kind)
        let text = "About the <b>plot</b> &amp; LOVELY about the film"
        let found = Explainer(model, threads: 2).explain(text)
        #expect(found.label == "positive" && found.confidence > 0.5)
        let first = try #require(found.words(3).first)
        #expect(first.word == "lovely" && first.weight > 0 && found.words(3).count == 3)
        let bytes = Array(text.utf8)
        #expect(first.places.map { String(decoding: bytes[$0], as: UTF8.self) } == ["LOVELY"])
        #expect(abs(found.base + found.tokens.reduce(0) { $0 + $1.weight } - found.logOdds) < 1e-9)
        #expect(found.tokens.map(\.word) == ["about", "the", "plot", "lovely", "about", "the", "film"])
        #expect(found.tokens.allSatisfy { $0.attention == nil } && found.attendedWords(3).isEmpty)
    }

    @Test("for two labels the log-odds are those of the calibrated probability")
    func logOdds() throws {
        let model = try Self.model(.bow)
        let found = Explainer(model, threads: 1).explain("about the awful room")
        #expect(found.label == "negative")
        #expect(abs(found.logOdds - log(found.confidence / (1 - found.confidence))) < 1e-4)
    }

    @Test("gathers a word's places, and orders words by what they moved, whichever way")
    func words() throws {
        let explainer = Explainer(try Self.model(.bow), threads: 1)
        let words = explainer.explain("lovely about awful lovely zebra awful lovely").words(10)
        #expect(words.first { $0.word == "lovely" }?.places.count == 3)
        #expect(!words.contains { $0.word == "zebra" })
        #expect(words.map { abs($0.weight) } == words.map { abs($0.weight) }.sorted(by: >))
        #expect(explainer.explain("").words(5).isEmpty)
    }

    @Test("tells the attention weights where attention pools, beside the words' own weights")
    func attention() throws {
        let found = Explainer(try Self.model(.bilstm, pooling: ["attention"]), threads: 1).explain("a lovely film film")
        #expect(abs(found.tokens.reduce(0) { $0 + ($1.attention ?? 0) } - 1) < 1e-4)
        #expect(found.attendedWords(2).count == 2)
    }

    @Test("gives the same numbers, to the bit, from any number of threads", arguments: [ModelKind.bow, .bilstm])
    func threads(kind: ModelKind) throws {
        let model = try Self.model(kind)
        let texts = Self.texts(12).map(\.text)
        let one = Explainer(model, threads: 1).explain(texts)
        #expect(Explainer(model, threads: 3).explain(texts) == one)
        #expect(texts.map { Explainer(model, threads: 2).explain($0) } == one)
    }

    @Test(
        "in the deletion test its words move the answer more than random ones",
        arguments: [ModelKind.bow, .embedding, .bilstm])
    func deletion(kind: ModelKind) throws {
        let explainer = Explainer(try Self.model(kind), threads: 2)
        let texts = Self.texts(30).map(\.text)
        let found = try #require(explainer.deletionTest(texts + ["too short"], words: 3))
        #expect(found.reviews == 30 && found.words == 3)
        #expect(found.topDrop > 2 * abs(found.randomDrop), "\(found)")
        #expect(found.topFlips >= found.randomFlips)
        #expect(explainer.deletionTest(texts + ["too short"], words: 3) == found)
        #expect(explainer.deletionTest(["too short"], words: 3) == nil)
    }
}
