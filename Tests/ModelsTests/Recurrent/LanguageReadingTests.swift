import Foundation
import Testing
import ValenceModels
import ValenceNetworks
import ValenceReviews

@Suite("A BiLSTM that reads a language model")
struct LanguageReadingTests {
    private static let moods = ["good", "bad", "fine", "dull", "warm", "cold"]

    /// Reviews without labels, in which "fine" and "warm" stand where "good" does, "dull" and "cold" where "bad" does.
    private static let unlabelled =
        "text\n"
        + (0..<240).map { "so \(moods[$0 % 6]) a film that I \($0 % 2 == 0 ? "loved it" : "left early")\n" }.joined()
    private static let labelled =
        "text,label\n"
        + (0..<60).map { "this film number \($0) was \(moods[$0 % 2]),\($0 % 2 == 0 ? "pos" : "neg")\n" }.joined()

    private struct Setting {
        let folder: URL
        func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
        func bytes(_ name: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path(name))) }

        /// A language model of both files.
        func pretrain() throws {
            try Data(LanguageReadingTests.unlabelled.utf8).write(to: URL(fileURLWithPath: path("u.csv")))
            try Data(LanguageReadingTests.labelled.utf8).write(to: URL(fileURLWithPath: path("l.csv")))
            var options = PretrainingOptions(threads: 1)
            options.epochs = 12
            options.embeddingSize = 6
            options.hiddenSize = 5
            options.batchSize = 8
            options.learningRate = 0.01
            try PretrainingRun(
                files: [path("u.csv"), path("l.csv")], reading: ReadingOptions(), options: options,
                outputPath: path("lm")
            ).run()
        }

        func train(
            _ name: String, stopsBehind epoch: Int? = nil, _ change: (inout TrainingOptions) -> Void = { _ in }
        ) throws -> TrainedModel {
            var options = TrainingOptions(threads: 1)
            options.languageModelPath = path("lm")
            options.hiddenSize = 8
            options.epochs = 30
            options.adversarial = 0.5
            options.learningRate = 0.02
            change(&options)
            let ended = Collected<Int>()
            let outcome = try TrainingRun(
                files: [path("l.csv")], reading: ReadingOptions(), options: options, outputPath: path(name),
                overwrites: true
            ).run(isCancelled: { epoch.map { ended.all.contains($0) } ?? false }) { event in
                if case .progress(let progress) = event { ended.append(progress.epoch - 1) }
            }
            return try #require(outcome.first?.model)
        }
    }

    private func inFolder(_ body: (Setting) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("valence-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let setting = Setting(folder: folder)
        try setting.pretrain()
        try body(setting)
    }

    private func probabilities(_ model: TrainedModel, _ texts: [String]) -> [Float] {
        Predictor(model, threads: 1).probabilities(texts.map { ArraySlice($0.utf8) })
    }

    @Test(
        "learns the same on one thread and two, says the same from its file, and what words say of it adds up",
        arguments: Set([Precision.single, .fastest]))
    func reads(precision: Precision) throws {
        try inFolder { setting in
            let models = try [1, 2].map { threads in
                try setting.train("m\(threads)") {
                    $0.threads = threads
                    $0.precision = precision.rawValue
                }
            }
            #expect(try setting.bytes("m1") == setting.bytes("m2"))
            #expect(models[0].architecture.hasSuffix("pooling, over 10 states of a language model"))
            #expect(models[0].settingsInWords.contains { $0 == ("language model", "10 states") })
            #expect(models[0].provenance.files.map(\.name) == ["l.csv", "lm"])
            #expect((models[0].provenance.validationAccuracy ?? 0) == 1)
            let texts = ["this film was good", "", "good", "so bad a film", "of this nobody can tell"]
            let together = probabilities(try TrainedModel(path: setting.path("m1")), texts)
            #expect(texts.flatMap { probabilities(models[0], [$0]) } == together)

            let tokens = samples([("this film was good", "")]).tokenList(0)
            let added = models[0].classifier.contributions(of: tokens, along: [-1, 1])
            #expect(added.count == 4 && added[3] == added.max(), "\(added)")
        }
    }

    @Test("stopped and resumed ends with the same bytes, and not beside another language model")
    func resumes() throws {
        try inFolder { setting in
            let keeps: (inout TrainingOptions) -> Void = { $0.checkpointPath = setting.path("state") }
            _ = try setting.train("whole")
            let whole = try setting.bytes("whole")
            _ = try setting.train("m", stopsBehind: 2, keeps)
            #expect(try setting.bytes("m") != whole)
            _ = try setting.train("m") {
                keeps(&$0)
                $0.resumes = true
            }
            #expect(try setting.bytes("m") == whole)
            var other = PretrainingOptions(threads: 1)
            (other.epochs, other.embeddingSize, other.hiddenSize) = (1, 6, 5)
            try PretrainingRun(
                files: [setting.path("u.csv"), setting.path("l.csv")], reading: ReadingOptions(), options: other,
                outputPath: setting.path("lm"), overwrites: true
            ).run()
            #expect(throws: ModelsError.self) {
                _ = try setting.train("m") {
                    keeps(&$0)
                    $0.resumes = true
                }
            }
        }
    }

    @Test("another may start from it, which then reads the same language model")
    func start() throws {
        try inFolder { setting in
            let first = try setting.train("first")
            let second = try setting.train("second") {
                $0.languageModelPath = nil
                $0.initPath = setting.path("first")
                $0.hiddenSize = nil
                $0.learningRate = 1e-9
                $0.epochs = 1
            }
            #expect(second.architecture == first.architecture)
            let texts = ["this film was good", "bad"]
            let pairs = zip(probabilities(first, texts), probabilities(second, texts))
            #expect(pairs.allSatisfy { abs($0 - $1) < 0.05 })
        }
    }

    @Test("is refused where its file lacks the language model, or has one of other words")
    func damaged() throws {
        try inFolder { setting in
            let model = try setting.train("m")
            let classifier = try #require(model.classifier as? RecurrentClassifier)
            let written = try TensorFile(path: setting.path("m"))
            func problem(_ change: (inout RecurrentClassifier.Settings) -> Void) throws -> String {
                var settings = classifier.settings
                change(&settings)
                var writer = TensorFileWriter()
                let text = String(decoding: try JSONEncoder().encode(settings), as: UTF8.self)
                writer.metadata = written.metadata.sorted { $0.key < $1.key }.map {
                    (key: $0.key, value: $0.key == "valence.settings" ? text : $0.value)
                }
                classifier.save(to: &writer)
                do {
                    _ = try TrainedModel(file: try TensorFile(path: "m", content: Data(writer.encoded())))
                    return ""
                } catch {
                    return "\(error)"
                }
            }
            #expect(try problem { _ in } == "")
            #expect(try problem { $0.language = nil }.contains("not those that it reads"))
            #expect(try problem { $0.network.contextSize = nil } != "")
            #expect(try problem { $0.language?.vocabularySize = 5 } != "")
        }
    }

    @Test("has no words of its own, and says so")
    func contradictions() throws {
        try inFolder { setting in
            func problem(_ change: (inout TrainingOptions) -> Void) -> String {
                do {
                    _ = try setting.train("m", change)
                    return ""
                } catch {
                    return "\(error)"
                }
            }
            for change: (inout TrainingOptions) -> Void in [
                { $0.vocabularySize = 10 }, { $0.minimumCount = 3 }, { $0.embeddingSize = 7 },
            ] {
                #expect(problem(change).contains("cannot be set beside --language-model"))
            }
            #expect(problem { $0.embeddingSize = 6 } == "")
            let both = problem {
                $0.initPath = setting.path("lm")
                $0.hiddenSize = nil
            }
            #expect(both.contains("--language-model cannot be set beside --init"), "\(both)")
            #expect(problem { $0.kinds = [.bow] }.contains("--language-model is read by a convolution or a BiLSTM"))
        }
    }

    @Test("learns one itself where there is text enough, of the training reviews alone")
    func learnsItself() throws {
        try inFolder { setting in
            let long = (0..<2100).map { number in
                let mood = Self.moods[number % 2]
                return Array(repeating: "this film number \(number % 97) was \(mood) and I", count: 70)
                    .joined(separator: " ") + ",\(number % 2 == 0 ? "pos" : "neg")\n"
            }
            try Data(("text,label\n" + long.joined()).utf8).write(to: URL(fileURLWithPath: setting.path("l.csv")))
            let model = try setting.train("m") {
                $0.languageModelPath = nil
                $0.embeddingSize = 4
                $0.hiddenSize = 4
                $0.epochs = 1
                $0.maximumLength = 20
            }
            #expect(model.architecture.hasSuffix("over 8 states of a language model"))
            #expect((model.provenance.validationAccuracy ?? 0) > 0.9)
        }
    }
}
