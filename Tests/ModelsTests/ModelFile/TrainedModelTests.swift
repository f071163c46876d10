import Foundation
import Testing
import ValenceModels

@Suite("A model file")
struct TrainedModelTests {
    private func file(_ change: (inout [(key: String, value: String)]) -> Void) throws -> TensorFile {
        let corpus = samples([("good film", "a"), ("bad film", "b"), ("good wine", "a"), ("bad wine", "b")])
        var options = TrainingOptions(threads: 1)
        options.minimumCount = 1
        let context = TrainingContext(corpus: corpus, split: Split(training: [0, 1, 2, 3], validation: []))
        let classifier = try ModelKind.bow.train(options, context: context).classifier
        let model = TrainedModel(
            classifier: classifier, labels: ["a", "b"], textSettings: corpus.textSettings, temperature: 1,
            provenance: Provenance(files: [], labelMap: nil, seed: 1, trainingReviews: 4, validationReviews: 0))
        let written = try TensorFile(path: "m", content: Data(model.tensorFile().encoded()))
        var writer = TensorFileWriter()
        writer.metadata = written.metadata.sorted { $0.key < $1.key }.map { (key: $0.key, value: $0.value) }
        change(&writer.metadata)
        classifier.save(to: &writer)
        return try TensorFile(path: "m", content: Data(writer.encoded()))
    }

    private func problem(_ key: String, _ value: String?) throws -> String {
        let file = try file { metadata in
            metadata.removeAll { $0.key == key }
            if let value { metadata.append((key, value)) }
        }
        do {
            _ = try TrainedModel(file: file)
            return ""
        } catch {
            return "\(error)"
        }
    }

    @Test("opens as it was written")
    func opens() throws {
        let model = try TrainedModel(file: try file { _ in })
        #expect(model.labels == ["a", "b"])
        #expect(model.kind == .bow)
        #expect(model.seenTexts == nil && model.heldOut == nil)
    }

    @Test("opens also when an earlier version wrote it, without the columns of the text")
    func earlier() throws {
        let old = #"{"files":[],"seed":1,"trainingReviews":4,"validationReviews":0,"epochs":[]}"#
        #expect(try problem("valence.provenance", old).isEmpty)
        #expect(
            try problem(
                "valence.provenance",
                #"{"files":[],"seed":1,"trainingReviews":4,"validationReviews":0,"trainingStatistics":"#
                    + #"{"count":1,"labelCounts":[1,0],"lengthCounts":[1],"tokenCount":1,"wordCount":0,"unknownCount":0}}"#
            ).contains("is damaged"))
        #expect(try problem("valence.provenance", #"{"files":[]}"#).contains("is damaged"))
    }

    @Test("says which part of it is missing or wrong")
    func damaged() throws {
        #expect(
            try problem("valence.format", nil)
                == "m: no 'valence.format' in its metadata; expected a model that valence train wrote")
        #expect(
            try problem("valence.format", "9")
                == "m: its format version is 9, expected 1; use the valence that wrote it")
        #expect(
            try problem("valence.kind", "svm")
                == "m: its kind 'svm' is not one of bilstm, bow, embedding, cnn, ensemble")
        #expect(try problem("valence.labels", "[\"a\"]") == "m: its labels are [\"a\"]")
        #expect(try problem("valence.labels", "[\"a\",\"b\",\"c\"]").hasPrefix("m: "))
        #expect(try problem("valence.temperature", "-1") == "m: its temperature is not a positive number")
        #expect(try problem("valence.settings", "{}") == "m: 'valence.settings' in its metadata is damaged")
        #expect(try problem("valence.kind", "bilstm") == "m: 'valence.settings' in its metadata is damaged")
    }
}
