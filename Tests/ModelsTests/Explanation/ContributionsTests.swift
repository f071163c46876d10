import Testing
import ValenceModels
import ValenceText

@Suite("What each token adds to an answer")
struct ContributionsTests {
    private static func list(_ text: String) -> TokenList {
        var list = TokenList()
        Tokenizer(TextSettings()).tokenize(ArraySlice(text.utf8), into: &list)
        return list
    }

    private static func score(_ classifier: any Classifier, _ review: TokenList, _ direction: [Double]) -> Double {
        zip(direction, classifier.logits([review])).reduce(0) { $0 + $1.0 * Double($1.1) }
    }

    private static let text = "the own0 seen4, own0 own1 (and2) mark1 here here here of thing3! the"

    @Test(
        "adds up exactly in models that sum n-grams: an empty review's answer, and the tokens'",
        arguments: ["binary", "tfidf", "count", nil], [2, 3])
    func exact(weighting: String?, classes: Int) throws {
        let corpus = BagOfWordsTrainerTests.corpus(classes: classes)
        let kind = weighting == nil ? ModelKind.embedding : .bow
        let classifier = try BagOfWordsTrainerTests.train(kind, corpus) {
            $0.weighting = weighting
            $0.ngrams = 3
        }.classifier
        let direction = (0..<classes).map { $0 == 1 ? 1.5 : -1.5 / Double(classes - 1) }
        for review in [Self.list(Self.text), corpus.tokenList(5)] {
            let found = classifier.contributions(of: review, along: direction)
            let expected =
                Self.score(classifier, review, direction) - Self.score(classifier, TokenList(), direction)
            #expect(found.count == review.count && found.contains { abs($0) > 0.01 })
            #expect(abs(found.reduce(0, +) - expected) < 1e-5)
            for index in found.indices where review.isPlainPunctuation(index) { #expect(found[index] == 0) }
        }
        #expect(classifier.contributions(of: TokenList(), along: direction).isEmpty)
    }

    @Test("of one word in a bag of single words is the word's weight")
    func single() throws {
        let corpus = BagOfWordsTrainerTests.corpus(classes: 2)
        let classifier = try BagOfWordsTrainerTests.train(.bow, corpus) {
            $0.ngrams = 1
            $0.characters = 0
        }.classifier
        let found = classifier.contributions(of: Self.list("own1 nowhere own1"), along: [-0.5, 0.5])
        let alone = classifier.contributions(of: Self.list("own1"), along: [-0.5, 0.5])
        #expect(alone[0] > 0.1)
        // Presence counts once, so that two places share it.
        #expect(found[1] == 0 && found[0] == found[2] && abs(found[0] - alone[0] / 2) < 1e-12)
    }

    private static func small(_ options: inout TrainingOptions) {
        options.embeddingSize = 8
        options.hiddenSize = 8
        options.epochs = 8
        options.learningRate = 0.02
    }

    @Test("of a network adds up but for a hundredth, and is nothing for words that it does not read")
    func network() throws {
        let corpus = BagOfWordsTrainerTests.corpus(classes: 3)
        let classifier = try BagOfWordsTrainerTests.train(.bilstm, corpus) {
            Self.small(&$0)
            $0.maximumLength = 2
        }.classifier
        let review = Self.list("own1 mark1 the of here and1 seen3 own1 thing2 here")
        let found = classifier.contributions(of: review, along: [-0.5, 1, -0.5])
        #expect(found.count == 10 && found[4..<6].allSatisfy { $0 == 0 })
        #expect((found[..<4] + found[6...]).allSatisfy { $0 != 0 })
    }

    @Test("of an ensemble is the weighted sum of its members'")
    func ensemble() throws {
        let corpus = BagOfWordsTrainerTests.corpus(classes: 2)
        let members = try [ModelKind.bow, .bilstm, .embedding].map { kind in
            try BagOfWordsTrainerTests.train(kind, corpus, Self.small).classifier
        }
        let ensemble = try EnsembleClassifier(members, weights: [0.5, 2, -1])
        let review = Self.list(Self.text)
        let found = ensemble.contributions(of: review, along: [-1, 1])
        let parts = members.map { $0.contributions(of: review, along: [-1, 1]) }
        for index in found.indices {
            let expected = 0.5 * parts[0][index] + 2 * parts[1][index] - parts[2][index]
            #expect(abs(found[index] - expected) < 1e-5)
        }
    }
}
