import Foundation

/// Reads a folder of text files, one review each: the folders in it are the labels, as in aclImdb's `pos` and `neg`.
///
/// Files come sorted by path, byte by byte, so that the order is the same on every machine; `id` is the path without
/// its ending. A folder without folders holds unlabelled texts; so does one named `unsup` or `unlabeled`. Above the
/// labels, folders that hold only folders are passed through (given `aclImdb/train`, or what holds that alone).
package final class FolderReader: RecordReader {
    package let columns = Columns(["id", "label", "text"])
    /// What was found, in sentences.
    package let findings: [String]

    private let folder: String
    private let files: [File]
    private var position = 0
    private let read: (String) throws -> [UInt8]

    private struct File {
        let path: String
        let id: String
        let label: String
    }

    private static let unlabelled: Set<String> = ["unsup", "unlabeled", "unlabelled", "."]

    /// - Parameter read: the content of a file as UTF-8.
    package init(folder: String, read: @escaping (String) throws -> [UInt8]) throws {
        self.folder = folder
        self.read = read
        var files: [File] = []
        let paths = try Self.textFiles(in: folder)
        for path in paths.reviews {
            let parts = path.split(separator: "/")
            let label = parts.count > 1 ? String(parts[parts.count - 2]) : ""
            files.append(
                File(path: path, id: Self.stem(path), label: Self.unlabelled.contains(label) ? "" : label))
        }
        guard !files.isEmpty else {
            throw ReviewsError.badData(
                Place(file: folder), problem: "holds no .txt files; expected folders of texts, such as pos/ and neg/")
        }
        self.files = files
        let labels = LabelSet(files.map(\.label).filter { !$0.isEmpty }).names
        let without = files.count { $0.label.isEmpty }
        var findings = ["folder of \(files.count) text files"]
        findings.append(
            labels.isEmpty
                ? "no labels: the texts lie in no labelled folders"
                : "labels by folder: \(labels.joined(separator: ", "))")
        if !labels.isEmpty, without > 0 { findings.append("\(without) of the texts have no label") }
        if paths.others > 0 {
            let files = paths.others == 1 ? "1 text file" : "\(paths.others) text files"
            findings.append(
                "\(files) beside the labelled folders \(paths.others == 1 ? "is" : "are") left out")
        }
        self.findings = findings
    }

    package func next() throws -> ReadRecord? {
        guard position < files.count else { return nil }
        let file = files[position]
        position += 1
        var bytes = Array(file.id.utf8)
        var ends = [Int32(bytes.count)]
        bytes += Array(file.label.utf8)
        ends.append(Int32(bytes.count))
        let place = Place(file: folder + "/" + file.path)
        do {
            bytes += try read(folder + "/" + file.path)
        } catch let error as ReviewsError {
            let record = Record(columns: columns, place: place, bytes: bytes, ends: ends + [Int32(bytes.count)])
            return .broken(record, reason: "cannot be read: \(error)")
        }
        return .record(Record(columns: columns, place: place, bytes: bytes, ends: ends + [Int32(bytes.count)]))
    }

    /// Paths of the text files below `folder`, sorted by their bytes, and how many other text files there are.
    private static func textFiles(in folder: String) throws -> (reviews: [String], others: Int) {
        let manager = FileManager.default
        var found: [String] = []
        var waiting = [""]
        while let here = waiting.popLast() {
            let path = here.isEmpty ? folder : folder + "/" + here
            let names: [String]
            do {
                names = try manager.contentsOfDirectory(atPath: path)
            } catch {
                throw ReviewsError.noInput(path: path, reason: "the folder cannot be read")
            }
            for name in names where !name.hasPrefix(".") {
                let inner = here.isEmpty ? name : here + "/" + name
                var isFolder: ObjCBool = false
                guard manager.fileExists(atPath: folder + "/" + inner, isDirectory: &isFolder) else { continue }
                if isFolder.boolValue {
                    // A link back up would never end.
                    let attributes = try? manager.attributesOfItem(atPath: folder + "/" + inner)
                    if attributes?[.type] as? FileAttributeType != .typeSymbolicLink { waiting.append(inner) }
                } else if name.hasSuffix(".txt") || name.hasSuffix(".txt.gz") {
                    found.append(inner)
                }
            }
        }
        // Files beside folders (a README.txt, aclImdb's lists of addresses) are no reviews.
        let depths = found.map { $0.utf8.count { $0 == UInt8(ascii: "/") } }
        let depth = depths.max() ?? 0
        let reviews = zip(found, depths).filter { $1 == depth }.map(\.0)
        return (reviews.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }, found.count - reviews.count)
    }

    private static func stem(_ path: String) -> String {
        for ending in [".txt.gz", ".txt"] where path.hasSuffix(ending) { return String(path.dropLast(ending.count)) }
        return path
    }
}
