import Foundation
import Testing
import ValenceReports

@Suite struct ReportFolderTests {
    /// A folder that is gone after the test.
    private func temporary<T>(_ body: (String) throws -> T) throws -> T {
        let folder = FileManager.default.temporaryDirectory.appending(path: "valence-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder.path(percentEncoded: false))
    }

    @Test("the four files are written, nothing else, and twice the same bytes")
    func writes() throws {
        try temporary { folder in
            for name in ["one", "two"] {
                try ReportFolder.write(Sample.report(), run: RunInfo(), to: "\(folder)/deep/\(name)")
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
            try ReportFolder.write(Sample.report(), run: RunInfo(), to: folder)
            let expected = ReportsError.cannotCreate(
                path: "\(folder)/index.html", reason: "exists already; --force overwrites it")
            #expect(throws: expected) { try ReportFolder.write(Sample.report(), run: RunInfo(), to: folder) }
            try ReportFolder.write(Sample.report(models: 2), run: RunInfo(), to: folder, force: true)
            let page = try String(contentsOfFile: "\(folder)/index.html", encoding: .utf8)
            #expect(page.contains("Models side by side"))
        }
    }

    @Test("a file in the folder's place, or above it, is named")
    func blocked() throws {
        try temporary { folder in
            let file = "\(folder)/taken"
            try "x".write(toFile: file, atomically: true, encoding: .utf8)
            #expect(throws: ReportsError.cannotCreate(path: file, reason: "is a file; a report needs a folder")) {
                try ReportFolder.write(Sample.report(), run: RunInfo(), to: file)
            }
            let below = "\(file)/report"
            let expected = ReportsError.cannotCreate(
                path: below, reason: "this folder cannot be made; choose one in a place you may write to")
            #expect(throws: expected) { try ReportFolder.write(Sample.report(), run: RunInfo(), to: below) }
        }
    }

    @Test("a folder in a file's place is refused in words, and no temporary file stays behind")
    func unwritable() throws {
        try temporary { folder in
            try FileManager.default.createDirectory(
                atPath: "\(folder)/index.html/inside", withIntermediateDirectories: true)
            let error = #expect(throws: ReportsError.self) {
                try ReportFolder.write(Sample.report(), run: RunInfo(), to: folder, force: true)
            }
            #expect(error?.description.hasPrefix("\(folder)/index.html: cannot be written: ") == true)
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
            try ReportFolder.write(Sample.report(), run: RunInfo(), to: "\(folder)/report", force: true)
            #expect(try String(contentsOfFile: target, encoding: .utf8).hasPrefix("<!DOCTYPE html>"))
        }
    }
}
