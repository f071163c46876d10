import Foundation
import Testing
import ValenceModels
import ValenceNetworks
import ValenceReviews
import ValenceText

@Suite("A convolution and its region vectors")
struct ConvolutionTests {
    private func inFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("valence-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder)
    }

    private static let praise = ["good", "splendid", "warm", "fine", "lovely"]
    private static let blame = ["bad", "wretched", "dull", "poor", "awful"]

    /// Unlabelled reviews in which words of one mood stand near the same others; labelled ones hold one of four such words.
    private func write(in folder: URL) throws -> (labelled: String, unlabelled: String) {
        var random = RandomStream(seed: 2, .sampling)
        let unlabelled = (0..<400).map { number in
            let isGood = number % 2 == 0
            let word = (isGood ? Self.praise : Self.blame)[random.below(5)]
            let ends = isGood ? ["we laughed", "again soon"] : ["we slept", "never more"]
            // Only the word itself tells, of the five that its region holds.
            return
                "evening \(number % 7) \(ends[random.below(2)]) for it was so \(word) to all \(ends[random.below(2)])"
        }
        let labelled = (0..<160).map { number in
            let words = number % 2 == 0 ? Self.praise : Self.blame
            return "we saw film \(number % 7) so \(words[number / 2 % 4]) it was,\(number % 2 == 0 ? "yes" : "no")"
        }
        let paths = ["labelled.csv", "unlabelled.csv"].map { folder.appendingPathComponent($0) }
        try Data(("text,label\n" + labelled.joined(separator: "\n") + "\n").utf8).write(to: paths[0])
        try Data(("text\n" + unlabelled.joined(separator: "\n") + "\n").utf8).write(to: paths[1])
        return (paths[0].path, paths[1].path)
    }

    private func options(threads: Int = 1) -> PretrainingOptions {
        var options = PretrainingOptions(threads: threads)
        options.objective = .regions
        options.epochs = 60
        options.embeddingSize = 12
        options.minimumCount = 2
        options.subsampling = 0
        options.learningRate = 0.05
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
        _ file: String, vectors: String? = nil, to path: String, threads: Int = 1, stopsBehind epoch: Int? = nil,
        _ change: (inout TrainingOptions) -> Void = { _ in }
    ) throws -> TrainedModel {
        var options = TrainingOptions(threads: threads)
        options.kinds = [.cnn]
        options.validation = .fraction(0.2)
        options.hiddenSize = 24
        options.epochs = 30
        options.regionVectorsPath = vectors
        change(&options)
        let ended = Collected<Int>()
        let outcomes = try TrainingRun(
            files: [file], reading: ReadingOptions(), options: options, outputPath: path, overwrites: true
        ).run(isCancelled: { epoch.map { ended.all.contains($0) } ?? false }) { event in
            if case .progress(let progress) = event { ended.append(progress.epoch - 1) }
        }
        return outcomes[0].model
    }

    private func probability(_ model: TrainedModel, _ text: String) -> Float {
        Predictor(model, threads: 1).probabilities([ArraySlice(text.utf8)])[1]
    }

    /// Words of which no label tells.
    private static let unknown = ["we saw film 3 so lovely it was", "we saw film 3 so awful it was"]

    @Test("learns of words that only unlabelled reviews have; same bytes for any number of threads")
    func learns() throws {
        try inFolder { folder in
            let files = try write(in: folder)
            func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
            func bytes(_ name: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path(name))) }
            for threads in [1, 2] {
                try pretrain([files.unlabelled, files.labelled], options(threads: threads), to: path("v\(threads)"))
            }
            #expect(try bytes("v1") == bytes("v2"))

            let model = try train(files.labelled, vectors: path("v1"), to: path("m1"))
            let told = Self.unknown.map { probability(model, $0) }
            #expect(told[0] > told[1] + 0.3, "\(told)")
            #expect(model.provenance.files.map(\.name) == ["labelled.csv", "v1"])
            #expect(model.architecture == "convolution over 3 words and regions of 5, 24 units, max pooling")
            #expect((model.provenance.validationAccuracy ?? 0) > 0.95)

            _ = try train(files.labelled, vectors: path("v1"), to: path("m2"), threads: 2)
            #expect(try bytes("m1") == bytes("m2"))
            let opened = try TrainedModel(path: path("m1"))
            for text in Self.unknown + ["", "of this nobody can tell", "film 1 was good"] {
                #expect(probability(opened, text) == probability(model, text))
            }
        }
    }

    @Test("learns region vectors by itself, from reviews without labels too, alone and as a member")
    func unlabelled() throws {
        try inFolder { folder in
            let files = try write(in: folder)
            func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
            let alone = try train(files.labelled, to: path("a"))
            #expect((alone.provenance.validationAccuracy ?? 0) > 0.95)
            #expect(alone.classifier.unknownWords(in: samples([("so lovely film", "")]).tokenList(0))?.unknown == 1)
            let model = try train(files.labelled, to: path("u")) { $0.unlabelledPath = files.unlabelled }
            #expect(model.classifier.unknownWords(in: samples([("so lovely film", "")]).tokenList(0))?.unknown == 0)
            #expect(model.provenance.files.map(\.name) == ["labelled.csv", "unlabelled.csv"])
            let ensemble = try train(files.labelled, to: path("e")) {
                $0.unlabelledPath = files.unlabelled
                $0.kinds = [.ensemble]
                $0.members = [.kind(.bow), .kind(.cnn)]
            }
            #expect(ensemble.architecture.contains("document vectors of 128"))
            #expect(ensemble.architecture.contains("convolution over 3 words"))
        }
    }

    private func pretrainLanguage(_ files: [String], to path: String) throws {
        var options = PretrainingOptions(threads: 1)
        options.epochs = 12
        options.embeddingSize = 12
        options.hiddenSize = 10
        options.minimumCount = 2
        options.batchSize = 8
        options.learningRate = 0.01
        try PretrainingRun(
            files: files, reading: ReadingOptions(), options: options, outputPath: path, overwrites: true
        ).run()
    }

    @Test(
        "reads the states of a language model, of words that its region vectors lack too",
        arguments: Set([Precision.single, .fastest]))
    func language(precision: Precision) throws {
        try inFolder { folder in
            let files = try write(in: folder)
            func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
            func bytes(_ name: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path(name))) }
            try pretrainLanguage([files.unlabelled, files.labelled], to: path("l"))
            // Region vectors of the labelled reviews alone: without a language model no unlabelled word is known.
            try pretrain([files.labelled], options(), to: path("v"))
            let models = try [1, 2].map { threads in
                try train(files.labelled, vectors: path("v"), to: path("m\(threads)"), threads: threads) {
                    $0.languageModelPath = path("l")
                    $0.precision = precision.rawValue
                }
            }
            #expect(try bytes("m1") == bytes("m2"))
            let told = Self.unknown.map { probability(models[0], $0) }
            #expect(told[0] > told[1] + 0.2, "\(told)")
            #expect(models[0].architecture.contains("regions of 5, 20 states of a language model, 24 units"))
            #expect(models[0].provenance.files.map(\.name) == ["labelled.csv", "v", "l"])
            #expect(models[0].provenance.precision == precision.rawValue)

            // Alone, beside others and from its file it says the same, to the bit.
            let texts = Self.unknown + ["", "of this nobody can tell", "film 1 was good", "so warm"]
            let opened = try TrainedModel(path: path("m1"))
            let together = Predictor(opened, threads: 1).probabilities(texts.map { ArraySlice($0.utf8) })
            for (row, text) in texts.enumerated() {
                #expect(probability(models[0], text) == together[2 * row + 1])
            }
        }
    }

    @Test("stopped and resumed, region vectors end with the same bytes")
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

    @Test("stopped and resumed, a convolution ends with the same bytes")
    func resumesConvolution() throws {
        try inFolder { folder in
            let files = try write(in: folder)
            func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
            try pretrain([files.unlabelled], options(), to: path("v"))
            try pretrainLanguage([files.unlabelled], to: path("l"))
            func bytes(
                stopsBehind epoch: Int? = nil, _ change: (inout TrainingOptions) -> Void
            ) throws -> Data {
                _ = try train(files.labelled, vectors: path("v"), to: path("m"), stopsBehind: epoch) {
                    $0.epochs = 5
                    $0.languageModelPath = path("l")
                    change(&$0)
                }
                return try Data(contentsOf: URL(fileURLWithPath: path("m")))
            }
            let whole = try bytes { _ in }
            #expect(try bytes(stopsBehind: 2) { $0.checkpointPath = path("state") } != whole)
            func resume(_ change: (inout TrainingOptions) -> Void = { _ in }) throws -> Data {
                try bytes {
                    $0.checkpointPath = path("state")
                    $0.resumes = true
                    change(&$0)
                }
            }
            #expect(try resume { $0.threads = 2 } == whole)
            // Nothing is left to do, and the result is the same again.
            #expect(try resume() == whole)
            func isRefused(_ change: (inout TrainingOptions) -> Void) -> Bool {
                do {
                    _ = try resume(change)
                    return false
                } catch { return "\(error)".contains("other settings or reviews") }
            }
            #expect(isRefused { $0.epochs = 6 })
            #expect(isRefused { $0.seed = 2 })
            if Precision.fastest != .single { #expect(isRefused { $0.precision = "bfloat16" }) }
            try pretrain([files.labelled], options(), to: path("v"))
            #expect(isRefused { _ in })
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
            rare.minimumCount = 100_000
            #expect(problem { try pretrain([files.unlabelled], rare, to: path) }.contains("lower --min-count"))
            var wild = options()
            wild.learningRate = 1e30
            #expect(problem { try pretrain([files.unlabelled], wild, to: path) }.contains("lower --learning-rate"))

            try pretrain([files.unlabelled], options(), to: path)
            #expect(problem { _ = try TrainedModel(path: path) }.contains("valence train --region-vectors \(path)"))
            let output = folder.appendingPathComponent("m").path
            func training(_ change: (inout TrainingOptions) -> Void) -> String {
                problem { _ = try train(files.labelled, vectors: path, to: output, change) }
            }
            #expect(training { $0.kinds = [.bow] }.contains("--region-vectors are read by a convolution"))
            #expect(training { $0.unlabelledPath = files.unlabelled }.contains("nothing would learn from it"))
            #expect(
                training {
                    $0.regionVectorsPath = nil
                    $0.documentVectorsPath = path
                    $0.kinds = [.bow]
                }.contains("holds no document vectors"))
            #expect(training { $0.learningRate = 1e30 }.contains("lower --learning-rate"))
            let model = try train(files.labelled, vectors: path, to: output)
            #expect(training { $0.regionVectorsPath = output }.contains("holds no region vectors"))
            #expect(model.labels == ["no", "yes"])
            #expect(training { $0.languageModelPath = path }.contains("holds no language model"))
            #expect(
                training {
                    $0.regionVectorsPath = nil
                    $0.languageModelPath = path
                    $0.kinds = [.bow]
                }.contains("--language-model is read by a convolution"))

            // A table that lacks a word's row.
            let file = try TensorFile(path: path)
            var cut = TensorFileWriter()
            cut.metadata = file.metadata.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
            let shape = try #require(file.shape(of: "regions.words"))
            cut.add(
                "regions.words", shape: [shape[0] - 1, shape[1]],
                Array(try file.floats("regions.words", shape: shape).dropLast(shape[1])))
            cut.add("regions.bias", shape: [shape[1]], try file.floats("regions.bias", shape: [shape[1]]))
            cut.add("vocabulary.bytes", table: try file.table("vocabulary.bytes", of: UInt8.self))
            cut.add("vocabulary.ends", table: try file.table("vocabulary.ends", of: Int64.self))
            try Data(cut.encoded()).write(to: URL(fileURLWithPath: path))
            #expect(training { _ in }.contains("tensor 'regions.words' has shape"))
        }
    }
}
