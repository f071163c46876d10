import Foundation
import Testing
import ValenceModels
import ValenceReviews

@Suite("Classifying a file")
struct FileClassifierTests {
    private static let training = [
        ("a good, lovely film", "positive"), ("good and lovely and warm", "positive"),
        ("lovely food, good wine", "positive"), ("warm, good people", "positive"),
        ("a bad, dull film", "negative"), ("bad and dull and cold", "negative"),
        ("dull food, bad wine", "negative"), ("cold, bad people", "negative"),
    ]

    private func model(_ kind: ModelKind, textColumns: [String] = []) throws -> TrainedModel {
        let corpus = samples(Self.training)
        var options = TrainingOptions(threads: 1)
        options.epochs = 5
        options.minimumCount = 1
        options.hiddenSize = 8
        options.embeddingSize = 8
        let context = TrainingContext(
            corpus: corpus, split: Split(training: Array(0..<corpus.count), validation: []))
        return TrainedModel(
            classifier: try kind.train(options, context: context).classifier, labels: corpus.labelNames,
            textSettings: corpus.textSettings, temperature: 1.5,
            provenance: Provenance(
                files: [], textColumns: textColumns, labelMap: nil, seed: 1, trainingReviews: 8, validationReviews: 0))
    }

    private func classify(
        _ input: String, name: String = "in.csv", _ kind: ModelKind = .bow, textColumns: [String] = [],
        _ change: (inout ClassifyOptions) -> Void = { _ in }
    ) throws -> (output: String, summary: ClassifySummary) {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("valence-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent(name).path
        try Data(input.utf8).write(to: URL(fileURLWithPath: path))
        var options = ClassifyOptions(threads: 1)
        options.outputPath = folder.appendingPathComponent("out").path
        change(&options)
        let summary = try FileClassifier(try model(kind, textColumns: textColumns), options: options).run(
            [path], reading: ReadingOptions())
        return (try String(contentsOfFile: options.outputPath, encoding: .utf8), summary)
    }

    @Test("keeps every column and adds label, confidence, probabilities and status")
    func columns() throws {
        let (output, summary) = try classify("id,review,note\n7,good and lovely,\"a, b\"\n8,bad and dull,\n")
        let rows = output.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        #expect(
            output.hasPrefix("id,review,note,predicted_label,confidence,prob_negative,prob_positive,status\n7,"))
        #expect(output.contains("7,good and lovely,\"a, b\",positive,0."))
        #expect(rows[2][3] == "negative")
        #expect(rows[2].last == "ok")
        let sum = try #require(Double(rows[2][5])) + #require(Double(rows[2][6]))
        #expect(abs(sum - 1) < 2e-6)
        #expect(summary.records == 2 && summary.classified == 2)
        #expect(summary.labelCounts.map(\.count) == [1, 1])
    }

    @Test("gives an empty, a ragged and a broken record their rows, with the reason")
    func everyRecord() throws {
        let (output, summary) = try classify("id,review\n1,\n2,good,surplus\n3,good\n4,\"open\n")
        let rows = output.split(separator: "\n")
        #expect(rows.count == 5)
        #expect(rows[1] == "1,,,,,,empty")
        #expect(rows[2].hasSuffix(",,,,,\"rejected: found 3 fields, expected 2\""))
        #expect(rows[2].hasPrefix("2,\"good,surplus\","))
        #expect(rows[4].hasSuffix("rejected: a quote opens a field and is never closed"))
        #expect(summary.empty == 1 && summary.rejected == 2 && summary.classified == 1)
        #expect(summary.firstRejection?.hasSuffix("in.csv:3: found 3 fields, expected 2") == true)
    }

    @Test("says 'review' where the model is not sure enough")
    func unsure() throws {
        let (output, summary) = try classify("review\ngood and lovely\nsomething else\n") {
            $0.minimumConfidence = 0.6
        }
        let rows = output.split(separator: "\n")
        #expect(rows[1].contains(",positive,"))
        #expect(rows[2].contains(",review,0.5"))
        #expect(summary.unsure == 1)
    }

    @Test("never takes the name of an input column")
    func takenNames() throws {
        let (output, _) = try classify("review,status\ngood,old\n")
        #expect(
            output.hasPrefix("review,status,predicted_label,confidence,prob_negative,prob_positive,valence_status\n"))
    }

    @Test("writes JSON Lines for JSON Lines, and another format when asked")
    func formats() throws {
        let input = #"{"id": 1, "text": "good"}"# + "\n"
        let (json, _) = try classify(input, name: "in.jsonl")
        #expect(json.hasPrefix(#"{"id":"1","text":"good","predicted_label":"positive","confidence":0."#))
        let (table, _) = try classify(input, name: "in.jsonl") { $0.outputFormat = .tsv }
        #expect(table.hasPrefix("id\ttext\tpredicted_label\t"))
    }

    @Test(
        "gives the same bytes for any batch size and number of threads, also line by line",
        arguments: ModelKind.allCases)
    func sameBytes(kind: ModelKind) throws {
        let words = ["good", "bad", "lovely", "dull", "film", "never", "warm", "cold", "not"]
        let rows = (0..<150).map { row in
            "\(row)," + (0..<(row * 7 % 40)).map { words[(row * 31 + $0 * 17) % words.count] }.joined(separator: " ")
        }
        let input = "id,review\n" + rows.joined(separator: "\n") + "\n"
        let expected = try classify(input, kind).output
        #expect(expected.split(separator: "\n").count == 151)
        for (batchSize, threads, isLineBuffered) in [(1, 1, false), (7, 2, false), (256, 2, false), (7, 1, true)] {
            let (found, _) = try classify(input, kind) {
                $0.batchSize = batchSize
                $0.threads = threads
                $0.isLineBuffered = isLineBuffered
            }
            #expect(found == expected, "batches of \(batchSize), \(threads) threads")
        }
    }

    @Test("reads the text from the columns that the model learned from, where the file has them")
    func sameColumns() throws {
        let input = "title,text\ngood and lovely,bad\n"
        #expect(try classify(input).output.contains("bad,negative,"))
        #expect(try classify(input, textColumns: ["title"]).output.contains("bad,positive,"))
        #expect(try classify(input, textColumns: ["headline"]).output.contains("bad,negative,"))
    }

    @Test("leaves nothing behind when stopped")
    func cancelled() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("valence-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("in.csv").path
        try Data("review\ngood\n".utf8).write(to: URL(fileURLWithPath: path))
        var options = ClassifyOptions(threads: 1)
        options.outputPath = folder.appendingPathComponent("out").path
        let summary = try FileClassifier(try model(.bow), options: options).run(
            [path], reading: ReadingOptions(), isCancelled: { true })
        #expect(summary.wasCancelled)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["in.csv"])
    }
}
