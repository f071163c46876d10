import Foundation
import Testing
import ValenceModels
import ValenceReviews
import ValenceText

@Suite("A pre-training run")
struct PretrainingRunTests {
    private func inFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("valence-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder)
    }

    private func write(_ text: String, _ name: String, in folder: URL) throws -> String {
        let url = folder.appendingPathComponent(name)
        try Data(text.utf8).write(to: url)
        return url.path
    }

    private static let moods = ["good", "bad", "dull", "fine", "warm"]

    private func unlabelled() -> String {
        "text\n"
            + (0..<60).map { "the film was \(Self.moods[$0 % 5]) and then it was \(Self.moods[$0 % 5])\n" }.joined()
    }

    private func labelled() -> String {
        "text,label\n" + (0..<40).map { "this was \(Self.moods[$0 % 2]),\($0 % 2 == 0 ? "pos" : "neg")\n" }.joined()
    }

    private func options(threads: Int = 1) -> PretrainingOptions {
        var options = PretrainingOptions(threads: threads)
        options.epochs = 3
        options.embeddingSize = 6
        options.hiddenSize = 5
        options.batchSize = 8
        options.segmentLength = 5
        return options
    }

    @Test("reads labelled and unlabelled files, and train starts from what it wrote")
    func start() throws {
        try inFolder { folder in
            let files = [
                try write(unlabelled(), "u.csv", in: folder), try write(labelled(), "l.csv", in: folder),
            ]
            let paths = try [1, 2].map { threads in
                let path = folder.appendingPathComponent("lm\(threads).safetensors").path
                try PretrainingRun(
                    files: files, reading: ReadingOptions(), options: options(threads: threads), outputPath: path
                ).run()
                return path
            }
            let bytes = try paths.map { try Data(contentsOf: URL(fileURLWithPath: $0)) }
            #expect(bytes[0] == bytes[1], "one thread and two give the same bytes")

            let encoder = try PretrainedEncoder(path: paths[0])
            #expect(encoder.heldOutLosses.count == 3)
            #expect(encoder.heldOutLosses[2] < encoder.heldOutLosses[0])
            var training = TrainingOptions(threads: 1)
            training.initPath = paths[0]
            training.epochs = 1
            training.learningRate = 1e-9
            let model = try #require(
                try TrainingRun(
                    files: [files[1]], reading: ReadingOptions(), options: training,
                    outputPath: folder.appendingPathComponent("m.safetensors").path
                ).run().first?.model)
            let classifier = try #require(model.classifier as? RecurrentClassifier)
            #expect(classifier.vocabulary.bytes == encoder.vocabulary.bytes)
            #expect(classifier.settings.network.hiddenSize == 5)
            let table = try TensorFile(path: paths[0]).floats(
                "embedding.weight", shape: [encoder.vocabulary.count, 6])
            let learned = classifier.network.parameters["embedding.weight"]
            #expect(zip(table, learned).allSatisfy { abs($0 - $1) < 1e-6 })
        }
    }

    @Test("stopped and resumed it ends with the same bytes as one that was not")
    func resumes() throws {
        try inFolder { folder in
            let file = try write(unlabelled(), "u.csv", in: folder)
            func bytes(_ options: PretrainingOptions, stopsBehind epoch: Int? = nil) throws -> Data {
                let path = folder.appendingPathComponent("lm").path
                let ended = Collected<Int>()
                try PretrainingRun(
                    files: [file], reading: ReadingOptions(), options: options, outputPath: path, overwrites: true
                ).run(isCancelled: { epoch.map { ended.all.contains($0) } ?? false }) { event in
                    if case .progress(let progress) = event { ended.append(progress.epoch - 1) }
                }
                return try Data(contentsOf: URL(fileURLWithPath: path))
            }
            let whole = try bytes(options())
            var options = options(threads: 2)
            options.checkpointPath = folder.appendingPathComponent("state").path
            #expect(try bytes(options, stopsBehind: 1) != whole)
            options.resumes = true
            #expect(try bytes(options) == whole)
        }
    }

    @Test("a file that pretrain did not write is refused, and so are sizes that contradict it")
    func mistakes() throws {
        try inFolder { folder in
            let labelledPath = try write(labelled(), "l.csv", in: folder)
            let path = folder.appendingPathComponent("lm.safetensors").path
            try PretrainingRun(
                files: [labelledPath], reading: ReadingOptions(), options: options(), outputPath: path
            ).run()
            func message(_ start: String, hiddenSize: Int? = nil, vectors: String? = nil) -> String {
                var training = TrainingOptions(threads: 1)
                training.initPath = start
                training.hiddenSize = hiddenSize
                training.vectorsPath = vectors
                do {
                    _ = try TrainingRun(
                        files: [labelledPath], reading: ReadingOptions(), options: training,
                        outputPath: folder.appendingPathComponent("m.safetensors").path
                    ).run()
                    return "trained"
                } catch { return "\(error)" }
            }
            #expect(throws: ModelsError.self) { try TrainedModel(path: path) }
            #expect(message(labelledPath).contains("no model that valence wrote"))
            #expect(message(path, hiddenSize: 64).contains("--hidden-size is 64, but \(path) has 5"))
            #expect(message(path, vectors: "v.txt").contains("--vectors cannot be set beside --init"))
        }
    }

    private func vectorOptions(threads: Int = 1) -> PretrainingOptions {
        var options = PretrainingOptions(threads: threads)
        options.objective = .skipGram
        options.epochs = 3
        options.embeddingSize = 6
        options.minimumCount = 2
        options.segmentLength = 5
        options.subsampling = 0
        return options
    }

    @Test("word vectors are the same for any number of threads, learn, and start both kinds of model")
    func wordVectors() throws {
        try inFolder { folder in
            let files = [
                try write(unlabelled(), "u.csv", in: folder), try write(labelled(), "l.csv", in: folder),
            ]
            let losses = Collected<String>()
            let paths = try [1, 2].map { threads in
                let path = folder.appendingPathComponent("v\(threads).safetensors").path
                try PretrainingRun(
                    files: files, reading: ReadingOptions(), options: vectorOptions(threads: threads), outputPath: path
                ).run(isCancelled: { false }) { event in
                    if case .note(let text) = event, text.hasPrefix("word vectors: epoch") { losses.append(text) }
                }
                return path
            }
            let bytes = try paths.map { try Data(contentsOf: URL(fileURLWithPath: $0)) }
            #expect(bytes[0] == bytes[1])
            #expect(losses.all.count == 6)

            let file = try TensorFile(path: paths[0])
            let vocabulary = try Vocabulary(
                bytes: file.table("vocabulary.bytes", of: UInt8.self),
                ends: file.table("vocabulary.ends", of: Int64.self))
            let table = try file.floats("embedding.weight", shape: [vocabulary.count, 6])
            let read = try WordVectors(path: paths[0], wanted: vocabulary)
            #expect(read.found == vocabulary.count - 1 && read.dimension == 6)
            let good = vocabulary.id(of: "good")
            #expect(read.vector(of: good) == Array(table[Int(good) * 6..<Int(good) * 6 + 6]))
            #expect(read.vector(of: Vocabulary.unknown) == nil)

            for kind in [ModelKind.embedding, .bilstm] {
                var training = TrainingOptions(threads: 1)
                training.kinds = [kind]
                training.vectorsPath = paths[0]
                training.epochs = 1
                training.learningRate = 1e-9
                training.hiddenSize = 4
                training.ngrams = kind == .embedding ? 1 : nil
                let output = folder.appendingPathComponent("m.\(kind.rawValue)").path
                _ = try TrainingRun(
                    files: [files[1]], reading: ReadingOptions(), options: training, outputPath: output
                ).run()
                let model = try TensorFile(path: output)
                let shape = try #require(model.shape(of: "embedding.weight"))
                #expect(shape[1] == 6)
                let rows = try model.floats("embedding.weight", shape: shape)
                let wanted = try #require(read.vector(of: good))
                #expect(
                    (0..<shape[0]).contains { row in
                        (0..<6).allSatisfy { abs(rows[row * 6 + $0] - wanted[$0]) < 1e-6 }
                    })
            }
        }
    }

    @Test("word vectors stopped and resumed end with the same bytes")
    func vectorsResume() throws {
        try inFolder { folder in
            let file = try write(unlabelled(), "u.csv", in: folder)
            func bytes(_ options: PretrainingOptions, stopsBehind epoch: Int? = nil) throws -> Data {
                let path = folder.appendingPathComponent("v").path
                let ended = Collected<Int>()
                try PretrainingRun(
                    files: [file], reading: ReadingOptions(), options: options, outputPath: path, overwrites: true
                ).run(isCancelled: { epoch.map { ended.all.contains($0) } ?? false }) { event in
                    if case .progress(let progress) = event { ended.append(progress.epoch - 1) }
                }
                return try Data(contentsOf: URL(fileURLWithPath: path))
            }
            let whole = try bytes(vectorOptions())
            var options = vectorOptions(threads: 2)
            options.checkpointPath = folder.appendingPathComponent("state").path
            #expect(try bytes(options, stopsBehind: 1) != whole)
            options.resumes = true
            #expect(try bytes(options) == whole)
        }
    }

    @Test("what an objective does not know, and files of another kind, are refused by name")
    func vectorMistakes() throws {
        try inFolder { folder in
            let labelledPath = try write(labelled(), "l.csv", in: folder)
            let path = folder.appendingPathComponent("v.safetensors").path
            func message(_ options: PretrainingOptions) -> String {
                do {
                    try PretrainingRun(
                        files: [labelledPath], reading: ReadingOptions(), options: options, outputPath: path,
                        overwrites: true
                    ).run()
                    return "learned"
                } catch { return "\(error)" }
            }
            var hidden = vectorOptions()
            hidden.hiddenSize = 5
            #expect(message(hidden).contains("--hidden-size means nothing to --objective skip-gram"))
            var window = options()
            window.window = 5
            #expect(message(window).contains("--window means nothing to --objective language-model"))
            var rare = vectorOptions()
            rare.minimumCount = 1000
            #expect(message(rare).contains("no word was seen 1000 times; lower --min-count"))
            var wild = vectorOptions()
            wild.learningRate = 1e30
            #expect(message(wild).contains("lower --learning-rate"))

            #expect(message(vectorOptions()) == "learned")
            func problem(_ body: () throws -> Void) -> String {
                do {
                    try body()
                    return "no error"
                } catch { return "\(error)" }
            }
            #expect(problem { _ = try TrainedModel(path: path) }.contains("valence train --vectors \(path)"))
            #expect(problem { _ = try PretrainedEncoder(path: path) }.contains("a model starts from by --vectors"))
        }
    }
}
