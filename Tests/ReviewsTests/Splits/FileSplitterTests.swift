import Foundation
import Testing
import ValenceReviews

@Suite("File splitter")
struct FileSplitterTests {
    private func split(
        _ text: String, name: String, fraction: Double = 0.25
    ) throws -> (result: FileSplitter.Result, training: String, heldOut: String) {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let input = folder.appendingPathComponent(name)
        try Data(text.utf8).write(to: input)
        let outputs = ["train", "test"].map { folder.appendingPathComponent($0) }
        let splitter = FileSplitter(options: ReadingOptions(), fraction: fraction, seed: 5)
        let result = try splitter.split([input.path], training: outputs[0].path, heldOut: outputs[1].path)
        return (
            result, try String(contentsOf: outputs[0], encoding: .utf8),
            try String(contentsOf: outputs[1], encoding: .utf8)
        )
    }

    @Test("every row is in one of the files, whole, in order, labels in their shares")
    func csv() throws {
        let rows = (0..<40).map { "\($0),\"good, number \($0)\",\($0 % 4 == 0 ? "neg" : "pos")\n" }
        let (result, training, heldOut) = try split("id,text,label\n" + rows.joined(), name: "r.csv")
        #expect(result.training.records == 31)
        #expect(result.heldOut.records == 9)
        #expect(result.heldOut.labels.map(\.label) == ["neg", "pos"])
        #expect(abs((result.heldOut.labels.first?.count ?? 0) * 2 - 5) == 1)
        var left = rows[...]
        var sides = [training, heldOut].map { $0.split(separator: "\n").dropFirst().map { $0 + "\n" }[...] }
        #expect(training.hasPrefix("id,text,label\n") && heldOut.hasPrefix("id,text,label\n"))
        while let row = left.popFirst() {
            let side = sides[0].first == row[...] ? 0 : 1
            #expect(sides[side].popFirst() == row[...])
        }
        #expect(sides[0].isEmpty && sides[1].isEmpty)
    }

    @Test("XML comes out as CSV, copies of one text in one file")
    func xml() throws {
        let records = (0..<30).map { "<r s=\"\($0 % 2)\"><t>text \($0 / 3)</t></r>" }.joined()
        let (result, training, heldOut) = try split("<a>\(records)</a>", name: "r.xml")
        #expect(training.hasPrefix("@s,t\n"))
        #expect(result.training.records + result.heldOut.records == 30)
        let texts = [training, heldOut].map { Set($0.split(separator: "\n").dropFirst().map { $0.dropFirst(2) }) }
        #expect(texts[0].isDisjoint(with: texts[1]))
        #expect(!texts[1].isEmpty)
    }

    @Test("standard input, one output for both and an impossible fraction are refused")
    func refused() {
        let splitter = FileSplitter(options: ReadingOptions(), fraction: 0.2, seed: 1)
        #expect(
            throws: ReviewsError.badOption(
                "split reads its input twice, which standard input does not allow; name a file")
        ) { try splitter.split(["-"], training: "a", heldOut: "b") }
        #expect(throws: ReviewsError.badOption("both outputs are a; name two different files")) {
            try splitter.split(["x.csv"], training: "a", heldOut: "a")
        }
        #expect(
            throws: ReviewsError.badOption(
                "the fraction to hold out is 1.5, expected a number between 0 and 1")
        ) {
            try FileSplitter(options: ReadingOptions(), fraction: 1.5, seed: 1).split(
                ["x"], training: "a", heldOut: "b")
        }
    }
}
