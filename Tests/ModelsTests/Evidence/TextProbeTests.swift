import Foundation
import Testing
import ValenceEvaluation
import ValenceModels
import ValenceReviews

@Suite("A look at texts beside the answer")
struct TextProbeTests {
    private static let rows = (0..<40).map { index in
        "number\(index) was a \(index % 2 == 0 ? "lovely and warm" : "dull and cold") film of about \(index) scenes,\(index % 2)"
    }

    private func model(_ kind: ModelKind) throws -> TrainedModel {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("valence-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("r.csv").path
        try Data(("text,label\n" + Self.rows.joined(separator: "\n") + "\n").utf8).write(to: URL(fileURLWithPath: path))
        var options = TrainingOptions(threads: 1)
        options.kinds = [kind]
        options.epochs = 1
        options.embeddingSize = 4
        options.hiddenSize = 4
        options.minimumCount = 1
        options.characters = 0
        options.validation = .fraction(0.25)
        let outcome = try #require(
            try TrainingRun(
                files: [path], reading: ReadingOptions(), options: options,
                outputPath: folder.appendingPathComponent("m").path
            ).run().first)
        return try TrainedModel(path: outcome.path)
    }

    @Test("finds copies, unknown words and lengths with every kind of model", arguments: ModelKind.allCases)
    func findings(kind: ModelKind) throws {
        let model = try model(kind)
        let texts = [
            "Number4 was a lovely AND warm film of about 4 scenes", "a lovely zebra, of film", "",
            "number4 was a lovely and warm film of about 4 scenes and more",
        ]
        let found = TextProbe(model, threads: 2).examine(texts.map { ArraySlice($0.utf8) })
        #expect(found.map(\.match) == [.copy, nil, nil, .nearDuplicate])
        #expect(found.map(\.tokenCount) == [11, 6, 0, 13])
        // A bag of words keeps no word that stands in all reviews alike, as "a", "film" and "of" do here.
        #expect(found[1].words == UnknownWords(count: 5, unknown: kind == .bow ? 4 : 1))
        #expect(found[2].words == UnknownWords(count: 0, unknown: 0))
    }

    @Test("the training run keeps what its reviews look like, and what it said of the held-out ones")
    func training() throws {
        let model = try model(.bow)
        let statistics = try #require(model.provenance.trainingStatistics)
        #expect(statistics.count == model.provenance.trainingReviews)
        #expect(statistics.labelCounts == [15, 15])
        #expect(statistics.meanLength == 11)
        // Each held-out review names itself, by a number that the training reviews lack.
        #expect((statistics.unknownShare ?? 0) >= 1.0 / 11)
        let heldOut = try #require(model.heldOut)
        #expect(heldOut.truth.count == model.provenance.validationReviews)
        #expect(Metrics(heldOut).accuracy == model.provenance.validationAccuracy)
        #expect(model.seenTexts?.count == 40)
    }
}
