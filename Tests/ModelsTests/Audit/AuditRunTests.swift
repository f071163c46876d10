import Foundation
import Testing
import ValenceModels
import ValenceReviews

@Suite("An audit")
struct AuditRunTests {
    private static let good = ["lovely", "great", "superb", "warm"]
    private static let bad = ["awful", "dull", "broken", "cold"]
    /// Rows whose labels were turned around.
    private static let wrong: Set<Int> = [7, 40, 93]

    private static let rows = (0..<160).map { number in
        let isGood = number % 2 == 0
        let words = isGood ? good : bad
        let given = isGood != wrong.contains(number) ? "positive" : "negative"
        return "\(number),\(given),the thing \(number) was \(words[number / 2 % 4]) and \(words[number / 3 % 4])"
    }

    private func audit(_ lines: [String], _ change: (inout TrainingOptions) -> Void = { _ in }) throws -> (
        rows: [String], summary: AuditRun.Summary
    ) {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("valence-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let input = folder.appendingPathComponent("in.csv")
        let output = folder.appendingPathComponent("out.csv")
        try Data((["id,label,text"] + lines).map { $0 + "\n" }.joined().utf8).write(to: input)
        var options = TrainingOptions(threads: 2)
        options.kinds = [.bow]
        options.folds = 4
        change(&options)
        let summary = try AuditRun(
            files: [input.path], reading: ReadingOptions(), options: options, outputPath: output.path
        ).run()
        let text = try String(contentsOf: output, encoding: .utf8)
        return (text.split(separator: "\n").map(String.init), summary)
    }

    @Test("puts labels that were turned around first, and loses no row")
    func wrongLabels() throws {
        let (rows, summary) = try audit(Self.rows)
        #expect(
            rows[0] == "id,label,text,predicted_label,confidence,prob_given_label,rank,suspicious,status")
        #expect(Set(rows[1...3].compactMap { Int($0.prefix { $0 != "," }) }) == Self.wrong)
        #expect(rows[1...3].allSatisfy { $0.hasSuffix(",yes,ok") } && rows[4...].allSatisfy { $0.hasSuffix(",no,ok") })
        #expect(rows.dropFirst().enumerated().allSatisfy { $1.contains(",\($0 + 1),") })
        #expect(Set(rows.dropFirst().map { $0.split(separator: ",")[0] }).count == 160)
        #expect(summary.records == 160 && summary.judged == 160 && summary.suspicious == 3)
        #expect((summary.crossValidation.accuracy?.mean ?? 0) > 0.95)
    }

    @Test("keeps records that it cannot judge behind the others, with the reason")
    func unjudged() throws {
        let (rows, summary) = try audit(["a,,no label here", "b,positive,"] + Self.rows)
        #expect(rows.suffix(2) == ["a,,no label here,,,,,,unlabelled", "b,positive,,,,,,,empty"])
        #expect(rows.count == 163 && summary.records == 162 && summary.judged == 160)
    }

    @Test("gives copies of a text one model, so that a copy cannot vouch for a wrong label")
    func copies() throws {
        // Labelled wrong eleven times over: a model that had seen one copy would think the label right.
        let copies = (0..<11).map { "copy\($0),negative,a zigzag quorum lovely great superb warm" }
        let (rows, _) = try audit(Self.rows + copies)
        #expect(
            rows.filter { $0.hasPrefix("copy") }.allSatisfy { $0.contains(",positive,") && $0.hasSuffix(",yes,ok") })
    }

    @Test("is the same from any number of threads")
    func threads() throws {
        #expect(try audit(Self.rows) { $0.threads = 1 }.rows == audit(Self.rows) { $0.threads = 3 }.rows)
    }

    @Test("refuses several kinds of model, and more folds than there are texts")
    func refusals() {
        #expect(throws: ModelsError.self) { try audit(Self.rows) { $0.kinds = [.bow, .embedding] } }
        #expect(throws: ModelsError.self) { try audit(Self.rows) { $0.folds = 161 } }
        #expect(throws: ModelsError.self) { try audit(Self.rows + ["x,mixed,the only one of its kind"]) }
    }
}
