import Foundation
import Testing
import Valence

@Suite("An evaluation")
struct EvaluationRunTests {
    private static let good = ["good", "lovely", "warm", "great", "fine"]
    private static let bad = ["bad", "dull", "cold", "awful", "poor"]

    /// Films of one to five stars, but three; the last review's label contradicts its text.
    private func table(rows: Int) -> String {
        var lines = ["id,text,stars"]
        for index in 0..<rows {
            let isGood = index % 2 == 0
            let words = isGood ? Self.good : Self.bad
            let stars = isGood ? 4 + index / 2 % 2 : 1 + index / 2 % 2
            lines.append("\(index),a \(words[index % 5]) and \(words[index * 3 % 5]) film,\(stars)")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func inFolder(_ body: (Folder) throws -> Void) throws {
        let folder = Folder()
        defer { try? FileManager.default.removeItem(at: folder.url) }
        try FileManager.default.createDirectory(at: folder.url, withIntermediateDirectories: true)
        try body(folder)
    }

    private struct Folder {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("valence-" + UUID().uuidString)

        func path(_ name: String) -> String { url.appendingPathComponent(name).path }

        func write(_ text: String, to name: String) throws -> String {
            try Data(text.utf8).write(to: url.appendingPathComponent(name))
            return path(name)
        }
    }

    /// A bag of words and a mean embedding that know good films from bad ones.
    private func train(in folder: Folder) throws -> [String] {
        var reading = ReadingOptions()
        reading.labelMap = "stars-binary"
        var options = TrainingOptions(threads: 1)
        options.kinds = [.bow, .embedding]
        let run = TrainingRun(
            files: [try folder.write(table(rows: 80), to: "train.csv")], reading: reading, options: options,
            outputPath: folder.path("m.safetensors"))
        return try run.run().map(\.path)
    }

    @Test("judges several models on every labelled review, by the label map of the first")
    func twoModels() throws {
        try inFolder { folder in
            let models = try train(in: folder)
            // Its label contradicts a text of which the models are surer than of most.
            let contrary = "good and lovely and warm and great and fine"
            let text = table(rows: 40) + "40,\(contrary),1\n41,,5\n42,so so,3\n43,a good and lovely film,\n"
            var options = EvaluateOptions(modelPaths: models, threads: 1)
            options.reportFolder = folder.path("report")
            let run = EvaluationRun(
                files: [try folder.write(text, to: "test.csv")], reading: ReadingOptions(), options: options)
            let (report, info) = try run.run()
            #expect(report.data.rowCount == 44)
            #expect(report.data.evaluatedCount == 41)
            #expect(report.data.rejects == [.init("no text", 1), .init("no label", 1), .init("by the label map", 1)])
            #expect(report.data.labels == [.init("negative", 21), .init("positive", 20)])
            #expect(report.models.map(\.name) == ["m.bow", "m.embedding"])
            #expect(info.models.allSatisfy { ($0.trainingSeconds ?? 0) > 0 })
            #expect(info.models.map { $0.epochSeconds.isEmpty } == [true, false])
            #expect(report.comparisons.count == 1)
            for model in report.models {
                #expect(model.metrics.confusion.counts == [20, 1, 0, 20])
                let mistake = try #require(model.mistakes?.first)
                #expect(model.mistakes?.count == 1)
                #expect(mistake.text == contrary)
                #expect(mistake.truth == "negative" && mistake.predicted == "positive")
                #expect(mistake.place?.hasSuffix("test.csv:42") == true)
            }
            // Both models are sure of the same review: its label may be wrong.
            #expect(report.suspects?.count == 1)
            #expect(report.suspects?.examples?.map(\.text) == [contrary])
            #expect(report.data.lengths?.median == 5)
            for model in report.models {
                // Every film of the test stands in the training data, but for those of one combination of words.
                let overlap = try #require(model.familiarity?.overlap)
                #expect(overlap.copyCount > 20 && overlap.copyCount + overlap.nearCount + overlap.newCount == 41)
                #expect(model.familiarity?.shifts.contains { $0.name == "unknown words" && $0.here != nil } == true)
                let words = try #require(model.mistakes?.first?.words)
                let text = Array(contrary.utf8)
                let marked = words.map { String(decoding: text[$0.range], as: UTF8.self) }
                #expect(marked.contains("good") && marked.contains("lovely"))
            }
            #expect(info.models.allSatisfy { ($0.reviewsPerSecond ?? 0) > 0 })
            let files = try FileManager.default.contentsOfDirectory(atPath: folder.path("report")).sorted()
            #expect(files == ["index.html", "metrics.json", "report.md", "run.json"])
            #expect(try run.run(again: "other", in: folder.path("")) == report)
        }
    }

    @Test("parts the reviews by columns, many numbers in ranges, and holds models to gates")
    func slicesAndGates() throws {
        try inFolder { folder in
            var options = EvaluateOptions(modelPaths: Array(try train(in: folder).prefix(1)), threads: 1)
            options.sliceColumns = ["shop", "id", "age"]
            options.gates = [Gate(.accuracy, least: 0.5), Gate(.macroF1, least: 0.999)]
            var lines = ["id,text,stars,shop,age"]
            for index in 0..<1010 {
                // Every tenth review is from the south, and of the wrong label.
                let isSouth = index % 10 == 0
                let (word, shop) = isSouth ? ("good", "south") : ("bad", "north")
                lines.append("\(index),a \(word) film,1,\(shop),\(index < 10 ? "" : String(20 + index % 50))")
            }
            let run = EvaluationRun(
                files: [try folder.write(lines.joined(separator: "\n") + "\n", to: "test.csv")],
                reading: ReadingOptions(), options: options)
            let report = try run.run().report
            let model = try #require(report.models.first)
            let shops = try #require(model.slicings.first { $0.name == "shop" })
            #expect(shops.slices.map(\.name) == ["south", "north"])
            #expect(shops.slices.map(\.count) == [101, 909])
            #expect(shops.slices.map(\.correct) == [0, 909])
            #expect(shops.slices.allSatisfy { ($0.correctedPValue ?? 1) < 1e-6 })
            let ids = try #require(model.slicings.first { $0.name == "id" })
            #expect(ids.slices.count == 1001)
            #expect(ids.slices.last?.name == "(other values)" && ids.slices.last?.count == 10)
            let ages = try #require(model.slicings.first { $0.name == "age" }).slices.map { "\($0.name): \($0.count)" }
            #expect(
                ages.sorted() == [
                    "(none): 10", "20 to 29: 200", "30 to 39: 200", "40 to 49: 200", "50 to 59: 200", "60 to 69: 200",
                ])
            #expect(report.checks.map(\.isMet) == [true, false])
            #expect(HTMLRenderer.render(report).contains("where shop is “south”"))
        }
    }

    @Test("shows no text of a review where examples are left out")
    func noExamples() throws {
        try inFolder { folder in
            var options = EvaluateOptions(modelPaths: Array(try train(in: folder).prefix(1)), threads: 1)
            options.includesExamples = false
            options.reportFolder = folder.path("report")
            let text = table(rows: 10) + "40,a good and lovely zebra,1\n"
            let run = EvaluationRun(
                files: [try folder.write(text, to: "test.csv")], reading: ReadingOptions(), options: options)
            #expect(try run.run().report.models.first?.mistakes == nil)
            for name in ReportFolder.fileNames {
                #expect(try !String(contentsOfFile: folder.path("report/\(name)"), encoding: .utf8).contains("zebra"))
            }
        }
    }

    @Test("names a label that the model does not know, and where it stands")
    func unknownLabel() throws {
        try inFolder { folder in
            let models = try train(in: folder)
            var reading = ReadingOptions()
            reading.labelMap = "1=negative;5=positive;2=mixed;4=mixed"
            let path = try folder.write(table(rows: 10), to: "test.csv")
            let run = EvaluationRun(
                files: [path], reading: reading, options: EvaluateOptions(modelPaths: models, threads: 1))
            let error = #expect(throws: ReviewsError.self) { try run.run() }
            #expect(
                error?.description
                    == "\(path):2: label 'mixed' is not one of negative, positive; map it with --label-map")
        }
    }
}

extension EvaluationRun {
    /// The report of the same run, written to another folder.
    fileprivate func run(again name: String, in folder: String) throws -> Report {
        var options = options
        options.reportFolder = folder + "/" + name
        return try EvaluationRun(files: files, reading: reading, options: options).run().report
    }
}
