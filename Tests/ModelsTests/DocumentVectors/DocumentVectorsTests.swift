import Foundation
import Testing
import ValenceModels
import ValenceNetworks
import ValenceReviews
import ValenceText

@Suite("Document vectors")
struct DocumentVectorsTests {
    private func inFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("valence-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder)
    }

    private static let praise = ["good", "splendid", "warm", "fine", "lovely"]
    private static let blame = ["bad", "wretched", "dull", "poor", "awful"]

    /// Unlabelled reviews in which words of one mood stand together; labelled ones hold one such word each.
    private func write(in folder: URL) throws -> (labelled: String, unlabelled: String) {
        var random = RandomStream(seed: 2, .sampling)
        let unlabelled = (0..<240).map { number in
            let words = number % 2 == 0 ? Self.praise : Self.blame
            return "film \(number % 7) was " + (0..<4).map { _ in words[random.below(5)] }.joined(separator: " and ")
        }
        let labelled = (0..<160).map { number in
            "film \(number % 7) was \((number % 2 == 0 ? Self.praise : Self.blame)[number % 4 < 2 ? 0 : 1]),\(number % 2 == 0 ? "yes" : "no")"
        }
        let paths = ["labelled.csv", "unlabelled.csv"].map { folder.appendingPathComponent($0) }
        try Data(("text,label\n" + labelled.joined(separator: "\n") + "\n").utf8).write(to: paths[0])
        try Data(("text\n" + unlabelled.joined(separator: "\n") + "\n").utf8).write(to: paths[1])
        return (paths[0].path, paths[1].path)
    }

    private func options(threads: Int = 1) -> PretrainingOptions {
        var options = PretrainingOptions(threads: threads)
        options.objective = .documents
        options.epochs = 20
        options.embeddingSize = 10
        options.minimumCount = 2
        options.ngrams = 2
        return options
    }

    private func pretrain(
        _ files: [String], _ options: PretrainingOptions, to path: String, stopsBehind epoch: Int? = nil
    ) throws {
        let ended = Collected<Int>()
        try PretrainingRun(
            files: files, reading: ReadingOptions(), options: options, outputPath: path, overwrites: true
        ).run(isCancelled: { epoch.map { ended.all.contains($0) } ?? false }) { event in
            if case .progress(let progress) = event { ended.append(progress.epoch - 1) }
        }
    }

    private func train(
        _ file: String, vectors: String? = nil, to path: String, threads: Int = 1,
        _ change: (inout TrainingOptions) -> Void = { _ in }
    ) throws -> TrainedModel {
        var options = TrainingOptions(threads: threads)
        options.kinds = [.bow]
        options.validation = .fraction(0.2)
        // What words say that no label tells of: their characters are to say nothing.
        options.characters = 0
        options.documentVectorsPath = vectors
        change(&options)
        let outcomes = try TrainingRun(
            files: [file], reading: ReadingOptions(), options: options, outputPath: path, overwrites: true
        ).run()
        return outcomes[0].model
    }

    private func probability(_ model: TrainedModel, _ text: String) -> Float {
        Predictor(model, threads: 1).probabilities([ArraySlice(text.utf8)])[1]
    }

    @Test("tell a bag of words of words that only unlabelled reviews have; same bytes for any number of threads")
    func learns() throws {
        try inFolder { folder in
            let files = try write(in: folder)
            func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
            for threads in [1, 2] {
                try pretrain([files.unlabelled, files.labelled], options(threads: threads), to: path("v\(threads)"))
            }
            let bytes = try ["v1", "v2"].map { try Data(contentsOf: URL(fileURLWithPath: path($0))) }
            #expect(bytes[0] == bytes[1])

            let plain = try train(files.labelled, to: path("plain"))
            let model = try train(files.labelled, vectors: path("v1"), to: path("m1"))
            let unknown = ["lovely and fine and warm", "awful and dull and poor"]
            #expect(probability(plain, unknown[0]) == probability(plain, unknown[1]))
            let told = unknown.map { probability(model, $0) }
            #expect(told[0] > 0.6 && told[1] < 0.4, "\(told)")
            #expect(model.provenance.files.map(\.name) == ["labelled.csv", "v1"])
            #expect(model.architecture.hasPrefix("bag of 1- to 3-grams and document vectors of 10"))

            _ = try train(files.labelled, vectors: path("v1"), to: path("m2"), threads: 2)
            let models = try ["m1", "m2"].map { try Data(contentsOf: URL(fileURLWithPath: path($0))) }
            #expect(models[0] == models[1])
            let opened = try TrainedModel(path: path("m1"))
            for text in unknown + ["", "of this nobody can tell", "film 1 was good"] {
                #expect(probability(opened, text) == probability(model, text))
            }
            // Words that the n-grams' own weights do not know are found to decide.
            let texts = (0..<40).map { number in
                let words = number % 2 == 0 ? Self.praise : Self.blame
                return "film \(number % 7) was \(words[2]) and then it was \(words[3]) and \(words[4]) to me"
            }
            let deletion = try #require(Explainer(model, threads: 1).deletionTest(texts, words: 3))
            #expect(deletion.topDrop > 2 * max(0, deletion.randomDrop) && deletion.topDrop > 0.1, "\(deletion)")
        }
    }

    @Test("are learned by train itself from reviews without labels, alone and as a member")
    func unlabelled() throws {
        try inFolder { folder in
            let files = try write(in: folder)
            func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
            let models = try [1, 2].map { threads in
                try train(files.labelled, to: path("m\(threads)"), threads: threads) {
                    $0.unlabelledPath = files.unlabelled
                }
            }
            let bytes = try ["m1", "m2"].map { try Data(contentsOf: URL(fileURLWithPath: path($0))) }
            #expect(bytes[0] == bytes[1])
            let unknown = ["lovely and fine and warm", "awful and dull and poor"]
            #expect(probability(models[0], unknown[0]) > probability(models[0], unknown[1]) + 0.1)
            #expect(models[0].provenance.files.map(\.name) == ["labelled.csv", "unlabelled.csv"])
            let origin = models[0].provenance
            #expect(origin.taughtReviews == nil && origin.trainingReviews + origin.validationReviews == 160)
            let ensemble = try train(files.labelled, to: path("e")) {
                $0.unlabelledPath = files.unlabelled
                $0.kinds = [.ensemble]
                $0.members = [.kind(.bow), .kind(.embedding)]
            }
            #expect(ensemble.architecture.contains("document vectors of 128"))
            #expect(throws: ModelsError.self) {
                _ = try train(files.labelled, to: path("n")) {
                    $0.unlabelledPath = files.unlabelled
                    $0.kinds = [.embedding]
                }
            }
        }
    }

    @Test("stopped and resumed end with the same bytes")
    func resumes() throws {
        try inFolder { folder in
            let files = try write(in: folder)
            let path = folder.appendingPathComponent("v").path
            func bytes(_ options: PretrainingOptions, stopsBehind epoch: Int? = nil) throws -> Data {
                try pretrain([files.unlabelled], options, to: path, stopsBehind: epoch)
                return try Data(contentsOf: URL(fileURLWithPath: path))
            }
            let whole = try bytes(options())
            var options = options(threads: 2)
            options.checkpointPath = folder.appendingPathComponent("state").path
            #expect(try bytes(options, stopsBehind: 3) != whole)
            options.resumes = true
            #expect(try bytes(options) == whole)
        }
    }

    @Test("do not tell where in the file a review stood: files are often sorted by label")
    func order() throws {
        try inFolder { folder in
            // Random words, so that nothing tells the first half from the second.
            var random = RandomStream(seed: 6, .sampling)
            let texts = (0..<400).map { _ in (0..<30).map { _ in "word\(random.below(2000))" }.joined(separator: " ") }
            let file = folder.appendingPathComponent("u.csv")
            try Data(("text\n" + texts.joined(separator: "\n") + "\n").utf8).write(to: file)
            var options = options()
            options.epochs = 4
            options.embeddingSize = 20
            options.ngrams = 1
            let path = folder.appendingPathComponent("v").path
            try pretrain([file.path], options, to: path)
            let vectors = try DocumentVectors(path: path, textSettings: TextSettings())
            let corpus = samples(texts.map { ($0, "") })
            var places = NGramPlaces()
            let found = (0..<400).map { vectors.vector(of: corpus.tokenList($0), &places) }
            // The direction from one half's mean to the other's, of even reviews, judges the odd ones.
            var direction = [Float](repeating: 0, count: 20)
            for review in stride(from: 0, to: 400, by: 2) {
                for column in 0..<20 { direction[column] += (review < 200 ? 1 : -1) * found[review][column] }
            }
            let right = stride(from: 1, to: 400, by: 2).count { review in
                (zip(direction, found[review]).reduce(0) { $0 + $1.0 * $1.1 } > 0) == (review < 200)
            }
            #expect(right < 120, "\(right) of 200 guessed; 100 is chance, 120 nearly three standard deviations above")
        }
    }

    @Test("what they cannot be used with, damaged files and files of another kind are refused by name")
    func mistakes() throws {
        try inFolder { folder in
            let files = try write(in: folder)
            let path = folder.appendingPathComponent("v").path
            func problem(_ body: () throws -> Void) -> String {
                do {
                    try body()
                    return "no error"
                } catch { return "\(error)" }
            }
            var rare = options()
            rare.minimumCount = 1000
            #expect(problem { try pretrain([files.unlabelled], rare, to: path) }.contains("lower --min-count"))
            var wild = options()
            wild.learningRate = 1e30
            #expect(problem { try pretrain([files.unlabelled], wild, to: path) }.contains("lower --learning-rate"))
            var hidden = options()
            hidden.hiddenSize = 5
            #expect(
                problem { try pretrain([files.unlabelled], hidden, to: path) }
                    .contains("--hidden-size means nothing to --objective documents"))
            var words = options()
            words.objective = .skipGram
            #expect(
                problem { try pretrain([files.unlabelled], words, to: path) }
                    .contains("--ngrams means nothing to --objective skip-gram"))

            try pretrain([files.unlabelled], options(), to: path)
            #expect(problem { _ = try TrainedModel(path: path) }.contains("valence train --document-vectors \(path)"))
            let output = folder.appendingPathComponent("m").path
            func training(_ change: (inout TrainingOptions) -> Void) -> String {
                problem {
                    var options = TrainingOptions(threads: 1)
                    options.kinds = [.bow]
                    options.documentVectorsPath = path
                    change(&options)
                    _ = try TrainingRun(
                        files: [files.labelled], reading: ReadingOptions(), options: options, outputPath: output
                    ).run()
                }
            }
            #expect(training { $0.kinds = [.bilstm] }.contains("--document-vectors stand beside the n-grams"))
            #expect(training { $0.weighting = "tfidf" }.contains("--weighting binary"))
            #expect(training { $0.unlabelledPath = files.unlabelled }.contains("nothing would learn from it"))
            #expect(training { $0.documentVectorsPath = files.labelled }.contains("\(files.labelled)"))

            _ = try train(files.labelled, vectors: path, to: output)
            #expect(
                problem { _ = try DocumentVectors(path: output, textSettings: TextSettings()) }
                    .contains("holds no document vectors"))
            // A file whose counts and hashes disagree.
            let file = try TensorFile(path: path)
            let hashes = try file.table("ngrams.hashes", of: UInt64.self)
            let vectors = try DocumentVectors(path: path, textSettings: TextSettings())
            var writer = TensorFileWriter()
            writer.add(
                "ngrams.weight", shape: [hashes.count, 10],
                try file.floats("ngrams.weight", shape: [hashes.count, 10]))
            writer.add("ngrams.hashes", table: hashes)
            writer.add("ngrams.counts", table: [Int64](repeating: 1, count: hashes.count - 1))
            #expect(
                problem {
                    _ = try DocumentVectors(
                        settings: vectors.settings, from: TensorFile(path: "v", content: Data(writer.encoded())))
                }.contains("counts for \(hashes.count) n-grams"))
        }
    }
}
