import Foundation
import ValenceReports
import ValenceReviews

/// The four files of a report: the page, its tables for a pull request, its numbers, and what only this run measured.
public enum ReportFolder {
    public static let fileNames = ["index.html", "report.md", "metrics.json", "run.json"]

    /// Makes the folder where it is missing and writes the files, each whole or not at all.
    ///
    /// The same report gives the same bytes, but for `run.json`.
    /// - Parameter showsRun: whether what was measured stands on the page too, which then differs from run to run.
    /// - Throws: `ReviewsError` where one of the files exists (unless `force`), or cannot be written.
    public static func write(
        _ report: Report, run: RunInfo, showsRun: Bool = false, to folder: String, force: Bool = false
    ) throws {
        let contents = [
            HTMLRenderer.render(report, run: showsRun ? run : nil),
            MarkdownRenderer.render(report, run: showsRun ? run : nil), JSONRenderer.render(report),
            JSONRenderer.render(run),
        ]
        try write(Array(zip(fileNames, contents)), to: folder, force: force)
    }

    /// Makes the folder and writes files of any names, each whole or not at all.
    static func write(_ files: [(name: String, content: String)], to folder: String, force: Bool) throws {
        try check(folder, names: files.map(\.name), force: force)
        let manager = FileManager.default
        do {
            try manager.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw ReviewsError.cannotCreate(
                path: folder, reason: "this folder cannot be made; choose one in a place you may write to")
        }
        for (name, content) in files {
            let output = try AtomicOutput(path: path(name, in: folder), overwrites: force)
            try output.append(content.utf8)
            try output.commit()
        }
    }

    /// Refuses a folder that cannot take the report: to be asked before an evaluation of hours, not after it.
    public static func check(_ folder: String, force: Bool = false) throws {
        try check(folder, names: fileNames, force: force)
    }

    static func check(_ folder: String, names: [String], force: Bool) throws {
        let manager = FileManager.default
        var isFolder: ObjCBool = false
        guard manager.fileExists(atPath: folder, isDirectory: &isFolder) else { return }
        guard isFolder.boolValue else {
            throw ReviewsError.cannotCreate(path: folder, reason: "is a file; a report needs a folder")
        }
        guard manager.isWritableFile(atPath: folder) else {
            throw ReviewsError.cannotCreate(path: folder, reason: "this folder cannot be written to")
        }
        if force { return }
        for name in names {
            let path = path(name, in: folder)
            if manager.fileExists(atPath: path) {
                throw ReviewsError.cannotCreate(path: path, reason: "exists already; add --force to overwrite it")
            }
        }
    }

    private static func path(_ name: String, in folder: String) -> String {
        URL(fileURLWithPath: folder).appendingPathComponent(name).relativePath
    }
}
