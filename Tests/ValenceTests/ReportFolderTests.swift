import Foundation
import Testing
import Valence

@Suite struct ReportFolderTests {
    /// A folder that is gone after the test.
    private func temporary<T>(_ body: (String) throws -> T) throws -> T {
        let folder = FileManager.default.temporaryDirectory.appending(path: "valence-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder.path(percentEncoded: false))
    }

    private func report(models: Int = 1) -> Report {
        let predictions = Predictions(
            labels: ["bad", "good"], truth: [0, 1, 1], predicted: [0, 1, 0],
            probabilities: [0.9, 0.1, 0.2, 0.8, 0.6, 0.4])
        let names = (1...models).map { "model \($0)" }
        return Report(
            title: "Three reviews",
            data: DataSummary(
                files: ["r.csv"], rowCount: 3, evaluatedCount: 3, labels: [.init("bad", 1), .init("good", 2)]),
            models: names.map { EvaluatedModel(name: $0, architecture: "a coin", metrics: Metrics(predictions)) })
    }

    @Test("the four files are written, nothing else, and twice the same bytes")
    func writes() throws {
        try temporary { folder in
            for name in ["one", "two"] {
                try ReportFolder.write(report(), run: RunInfo(), to: "\(folder)/deep/\(name)")
            }
            let names = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/deep/one")
            #expect(names.sorted() == ReportFolder.fileNames.sorted())
            for name in ReportFolder.fileNames {
                let one = try #require(FileManager.default.contents(atPath: "\(folder)/deep/one/\(name)"))
                #expect(one == FileManager.default.contents(atPath: "\(folder)/deep/two/\(name)"))
                #expect(one.count > 50)
            }
        }
    }

    @Test("a report is not overwritten unless forced")
    func exists() throws {
        try temporary { folder in
            try ReportFolder.write(report(), run: RunInfo(), to: folder)
            let expected = ReviewsError.cannotCreate(
                path: "\(folder)/index.html", reason: "exists already; add --force to overwrite it")
            #expect(throws: expected) { try ReportFolder.write(report(), run: RunInfo(), to: folder) }
            try ReportFolder.write(report(models: 2), run: RunInfo(), to: folder, force: true)
            let page = try String(contentsOfFile: "\(folder)/index.html", encoding: .utf8)
            #expect(page.contains("Models side by side"))
        }
    }

    @Test("a file in the folder's place, or above it, is named")
    func blocked() throws {
        try temporary { folder in
            let file = "\(folder)/taken"
            try "x".write(toFile: file, atomically: true, encoding: .utf8)
            #expect(throws: ReviewsError.cannotCreate(path: file, reason: "is a file; a report needs a folder")) {
                try ReportFolder.write(report(), run: RunInfo(), to: file)
            }
            let below = "\(file)/report"
            let expected = ReviewsError.cannotCreate(
                path: below, reason: "this folder cannot be made; choose one in a place you may write to")
            #expect(throws: expected) { try ReportFolder.write(report(), run: RunInfo(), to: below) }
        }
    }

    @Test("a folder in a file's place is refused in words, and no temporary file stays behind")
    func unwritable() throws {
        try temporary { folder in
            try FileManager.default.createDirectory(
                atPath: "\(folder)/index.html/inside", withIntermediateDirectories: true)
            let error = #expect(throws: ReviewsError.self) {
                try ReportFolder.write(report(), run: RunInfo(), to: folder, force: true)
            }
            #expect(error?.description == "\(folder)/index.html: is a folder, expected the name of a file")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["index.html"])
        }
    }

    @Test("a file that is a link is written where the link points")
    func link() throws {
        try temporary { folder in
            let target = "\(folder)/elsewhere.html"
            try "old".write(toFile: target, atomically: true, encoding: .utf8)
            try FileManager.default.createDirectory(atPath: "\(folder)/report", withIntermediateDirectories: true)
            try FileManager.default.createSymbolicLink(
                atPath: "\(folder)/report/index.html", withDestinationPath: target)
            try ReportFolder.write(report(), run: RunInfo(), to: "\(folder)/report", force: true)
            #expect(try String(contentsOfFile: target, encoding: .utf8).hasPrefix("<!DOCTYPE html>"))
        }
    }
}
