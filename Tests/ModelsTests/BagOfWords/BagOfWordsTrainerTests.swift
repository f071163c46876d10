import Foundation
import Testing
import ValenceEvaluation
import ValenceModels

@Suite("The trainer of bags of words")
struct BagOfWordsTrainerTests {
    /// `Tests/Fixtures/reference/linear.json`, made by `Scripts/reference/linear.py`.
    private struct Reference: Decodable {
        struct Text: Decodable {
            var text: String
            var label: String
        }
        struct Case: Decodable {
            var classes: Int
            var weighting: Weighting
            var ngrams: Int
            var minimumCount: Int
            var decisions: [[Double]]
        }
        var texts: [Text]
        var unseen: [String]
        var cases: [Case]
    }

    private func reference() throws -> Reference {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let file = folder.appendingPathComponent("Fixtures/reference/linear.json")
        return try JSONDecoder().decode(Reference.self, from: Data(contentsOf: file))
    }

    @Test("learns from a class's share as from as many rows of that class", arguments: [2, 3])
    func shares(classes: Int) throws {
        // Ten copies of two texts, of which seven say one class and three another.
        let texts = ["good film", "bad film", "dull and bad", "good and long", "long and dull"]
        let known = texts.indices.map { (texts[$0], "\($0 % classes)") }
        let doubtful = (0..<20).map { ($0 < 10 ? "good and dull film" : "long bad film", $0 % 10 < 7 ? "1" : "0") }
        func decisions(_ change: (inout Corpus) -> Void) throws -> [Float] {
            var corpus = samples(known + doubtful)
            change(&corpus)
            var settings = BagOfWordsTrainer.Settings()
            settings.minimumCount = 1
            settings.tolerance = 1e-7
            let context = TrainingContext(
                corpus: corpus, split: Split(training: Array(0..<corpus.count), validation: []))
            return try BagOfWordsTrainer(settings: settings, context: context).run().classifier.logits(
                (0..<corpus.count).map(corpus.tokenList)[...])
        }
        let rows = try decisions { _ in }
        let shares = try decisions { corpus in
            for review in known.count..<corpus.count {
                corpus.taught[review] = (0..<classes).map { [0.3, 0.7, 0][$0] }
                corpus.labels[review] = 1
            }
        }
        for (row, share) in zip(rows, shares) { #expect(abs(row - share) < 1e-3, "\(share), not \(row)") }
        #expect(rows.contains { abs($0) > 0.1 })
    }

    @Test("gives scikit-learn's decision values with every weighting, for two classes and three")
    func scikitLearn() throws {
        let reference = try reference()
        #expect(reference.cases.count == 12)
        for wanted in reference.cases {
            let texts = reference.texts.filter { wanted.classes == 3 || $0.label != "neutral" }
            let corpus = samples(texts.map { ($0.text, $0.label) })
            var settings = BagOfWordsTrainer.Settings()
            settings.ngrams = wanted.ngrams
            settings.weighting = wanted.weighting
            settings.minimumCount = wanted.minimumCount
            settings.tolerance = 1e-6
            let context = TrainingContext(
                corpus: corpus, split: Split(training: Array(0..<corpus.count), validation: []))
            let classifier = try BagOfWordsTrainer(settings: settings, context: context).run().classifier
            let all = samples((texts.map(\.text) + reference.unseen).map { ($0, "") })
            let logits = classifier.logits((0..<all.count).map(all.tokenList)[...])
            let what = "\(wanted.weighting), \(wanted.classes) classes, \(wanted.ngrams)-grams"
            for (row, decisions) in wanted.decisions.enumerated() {
                for (output, decision) in decisions.enumerated() {
                    let found =
                        wanted.classes == 2
                        ? logits[2 * row + 1] - logits[2 * row] : logits[wanted.classes * row + output]
                    #expect(abs(Double(found) - decision) < 1e-3, "\(what), text \(row): \(found), not \(decision)")
                }
            }
        }
    }

    /// Reviews of several classes, each with words of its own among common ones.
    static func corpus(classes: Int, reviews: Int = 120) -> Corpus {
        samples(
            (0..<reviews).map { review in
                let label = review % classes
                let own = "own\(label) seen\((review * 7) % 11) and\((review * 3) % 5) mark\(label) here"
                return ("the \(own) of thing\(review % 13)", "class \(label)")
            })
    }

    static func train(
        _ kind: ModelKind, _ corpus: Corpus, threads: Int = 1, _ change: (inout TrainingOptions) -> Void = { _ in }
    ) throws -> Trained {
        var options = TrainingOptions(threads: threads)
        change(&options)
        let validation = Array(0..<corpus.count / 6)
        let context = TrainingContext(
            corpus: corpus, split: Split(training: Array(validation.count..<corpus.count), validation: validation),
            threads: threads)
        return try kind.train(options, context: context)
    }

    static func bytes(_ classifier: any Classifier) -> [UInt8] {
        var writer = TensorFileWriter()
        classifier.save(to: &writer)
        return writer.encoded()
    }

    @Test("gives the same bytes on one thread and on two", arguments: [ModelKind.bow, .embedding], [2, 3])
    func threads(kind: ModelKind, classes: Int) throws {
        let corpus = Self.corpus(classes: classes, reviews: 700)
        let one = try Self.train(kind, corpus, threads: 1)
        let two = try Self.train(kind, corpus, threads: 2)
        #expect(Self.bytes(one.classifier) == Self.bytes(two.classifier))
        #expect(one.validationLogits == two.validationLogits)
    }

    @Test("tells two, three and five classes apart", arguments: [ModelKind.bow, .embedding], [2, 3, 5])
    func classes(kind: ModelKind, classes: Int) throws {
        let corpus = Self.corpus(classes: classes)
        let trained = try Self.train(kind, corpus)
        #expect(trained.classifier.classCount == classes)
        #expect(trained.validationLogits.count == 20 * classes)
        let logits = trained.classifier.logits((0..<corpus.count).map(corpus.tokenList)[...])
        for (rows, values) in [(0..<20, trained.validationLogits), (0..<corpus.count, logits)] {
            for row in rows {
                #expect(mostProbable(values[row * classes..<(row + 1) * classes]) == Int(corpus.labels[row]))
            }
        }
    }

    @Test("learns from the validation reviews too, but judges a model that has not")
    func refit() throws {
        let corpus = Self.corpus(classes: 2)
        let shared = try Self.train(.bow, corpus)
        let apart = try Self.train(.bow, corpus) { $0.validation = .file("validation.csv") }
        let validation = (0..<20).map(corpus.tokenList)
        #expect(apart.classifier.logits(validation[...]) == apart.validationLogits)
        #expect(shared.validationLogits.count == apart.validationLogits.count)
        for (one, other) in zip(shared.validationLogits, apart.validationLogits) { #expect(abs(one - other) < 0.01) }
        #expect(shared.classifier.logits(validation[...]) != shared.validationLogits)
    }

    @Test("a class of greater weight is guessed more often")
    func classWeights() throws {
        let corpus = samples((0..<40).map { ("same words every time", $0 % 4 == 0 ? "rare" : "usual") })
        func logits(_ weights: [Float]?) throws -> [Float] {
            let context = TrainingContext(
                corpus: corpus, split: Split(training: Array(0..<40), validation: []), classWeights: weights)
            let trained = try ModelKind.bow.train(TrainingOptions(threads: 1), context: context)
            return trained.classifier.logits([corpus.tokenList(0)])
        }
        let plain = try logits(nil)
        let weighted = try logits([9, 1])
        #expect(mostProbable(plain[...]) == 1)
        #expect(mostProbable(weighted[...]) == 0)
    }

    @Test("stops when told to")
    func cancelled() {
        for kind in [ModelKind.bow, .embedding] {
            let context = TrainingContext(
                corpus: Self.corpus(classes: 2), split: Split(training: Array(0..<100), validation: []),
                isCancelled: { true })
            #expect(throws: CancellationError.self) {
                try kind.train(TrainingOptions(threads: 1), context: context)
            }
        }
    }

    @Test("tells of its start, its stages and its n-grams")
    func events() throws {
        let events = Collected<TrainingEvent>()
        let corpus = samples([("good good day", "a"), ("bad day", "b"), ("good day", "a"), ("bad", "b")])
        let context = TrainingContext(
            corpus: corpus, split: Split(training: Array(0..<4), validation: []), onEvent: { events.append($0) })
        var options = TrainingOptions(threads: 1)
        options.characters = 0
        _ = try ModelKind.bow.train(options, context: context)
        guard case .started(let start) = events.all.first else {
            Issue.record("the first event is \(String(describing: events.all.first))")
            return
        }
        #expect(start.kind == .bow && start.trainingReviews == 4 && start.validationReviews == 0)
        let notes = events.all.compactMap { if case .note(let text) = $0 { text } else { nil } }
        // good, day, bad and "good day" stand in two reviews.
        #expect(notes == ["4 n-grams of up to 3 words, in 2 reviews or more"])
        let progress = events.all.compactMap { if case .progress(let at) = $0 { at } else { nil } }
        #expect(progress.first?.stage == "counting n-grams")
        #expect(progress.last?.stage == "fitting" && progress.last?.fractionDone == 1)
        #expect(progress.allSatisfy { (0...1).contains($0.fractionDone) })
    }

    @Test("refuses an n-gram length or a weighting that there is not")
    func options() {
        #expect(throws: ModelsError.badOption("--ngrams expects 1 to 8, found 0")) {
            try Self.train(.bow, Self.corpus(classes: 2)) { $0.ngrams = 0 }
        }
        #expect(throws: ModelsError.badOption("--weighting expects one of binary, tfidf, count, found 'idf'")) {
            try Self.train(.bow, Self.corpus(classes: 2)) { $0.weighting = "idf" }
        }
    }
}
