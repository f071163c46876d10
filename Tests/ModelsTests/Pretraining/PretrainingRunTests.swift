import Foundation
import Testing
import ValenceModels
import ValenceReviews

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
}
