import Foundation
import Testing
import ValenceReviews

@Suite("Folder reader")
struct FolderReaderTests {
    private func read(_ files: [String: String], below inner: String = "") throws -> (
        rows: [String], findings: [String]
    ) {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        for (path, text) in files {
            let file = folder.appendingPathComponent(path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        let reader = try ReviewReader(
            [folder.path + inner], options: ReadingOptions(), needsLabel: false)
        #expect(reader.columns.names == ["id", "label", "text"])
        var rows: [String] = []
        while let review = try reader.next() {
            rows.append("\(review.id ?? "-") \(review.label ?? "-") \(String(decoding: review.text, as: UTF8.self))")
        }
        return (rows, reader.findings)
    }

    @Test("folders are labels, files come sorted, unsup has no label")
    func labelled() throws {
        let (rows, findings) = try read([
            "pos/2_9.txt": "fine", "pos/10_8.txt": "good\n", "neg/1_1.txt": "bad, \"very\"", "unsup/0_0.txt": "what",
            "README.txt": "about", "pos/notes.md": "no",
        ])
        #expect(rows == ["neg/1_1 neg bad, \"very\"", "pos/10_8 pos good\n", "pos/2_9 pos fine", "unsup/0_0 - what"])
        #expect(
            findings.prefix(4) == [
                "folder of 4 text files", "labels by folder: neg, pos", "1 of the texts have no label",
                "1 text file beside the labelled folders is left out",
            ])
    }

    @Test("the parts of a corpus are passed through to the labels")
    func nested() throws {
        let (rows, _) = try read(["train/pos/1.txt": "a", "test/neg/1.txt": "b"])
        #expect(rows == ["test/neg/1 neg b", "train/pos/1 pos a"])
    }

    @Test("texts without folders have no labels")
    func flat() throws {
        let (rows, findings) = try read(["b.txt": "B", "a.txt": "A"])
        #expect(rows == ["a - A", "b - B"])
        #expect(findings[1] == "no labels: the texts lie in no labelled folders")
    }

    @Test("a folder without texts is refused")
    func empty() throws {
        #expect(throws: ReviewsError.self) { try read(["a/b.dat": "x"]) }
    }
}
