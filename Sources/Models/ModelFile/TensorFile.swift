import Foundation
import ValenceNetworks

/// A `.safetensors` file being read; every length and offset in it was checked on opening.
package struct TensorFile: Sendable {
    private struct Entry: Sendable {
        var element: TensorElement
        var shape: [Int]
        var range: Range<Int>
    }

    package let path: String
    package let metadata: [String: String]
    /// The size of the file on disk.
    package let byteCount: Int
    private let content: Data
    private let entries: [String: Entry]

    /// Maps the file and checks its whole structure.
    /// - Throws: `ModelsError.noModel` where it cannot be opened, `ModelsError.badModel` where it is no tensor file.
    package init(path: String) throws {
        let content: Data
        do {
            content = try Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped)
        } catch {
            throw ModelsError.noModel(path: path, reason: FileProblem.words(path: path))
        }
        try self.init(path: path, content: content)
    }

    /// - Throws: `ModelsError.badModel` where `content` is no tensor file.
    package init(path: String, content: Data) throws {
        func bad(_ problem: String) -> ModelsError {
            .badModel(path: path, problem: "\(problem); this is no model that valence wrote, or a damaged one")
        }
        guard content.count >= 8 else { throw bad("found \(content.count) bytes, expected a header of at least 8") }
        let length = content.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard length <= UInt64(content.count - 8), length <= 100_000_000 else {
            throw bad("the header claims \(length) bytes, the file has \(content.count)")
        }
        let dataStart = 8 + Int(length)
        guard
            let header = try? JSONSerialization.jsonObject(with: content.subdata(in: 8..<dataStart)) as? [String: Any]
        else { throw bad("the header is not a JSON object") }

        var entries: [String: Entry] = [:]
        var metadata: [String: String] = [:]
        for (name, value) in header {
            if name == "__metadata__" {
                metadata = value as? [String: String] ?? [:]
                continue
            }
            guard let fields = value as? [String: Any], let word = fields["dtype"] as? String,
                let shape = fields["shape"] as? [Int], let offsets = fields["data_offsets"] as? [Int],
                offsets.count == 2
            else { throw bad("tensor '\(name)' lacks dtype, shape or data_offsets") }
            guard let element = TensorElement(rawValue: word) else { throw bad("tensor '\(name)' is of type \(word)") }
            var size = element.byteCount
            for extent in shape {
                let (product, overflow) = size.multipliedReportingOverflow(by: extent)
                guard extent >= 0, !overflow else { throw bad("tensor '\(name)' has the shape \(shape)") }
                size = product
            }
            guard offsets[0] >= 0, offsets[1] >= offsets[0], offsets[1] <= content.count - dataStart,
                offsets[1] - offsets[0] == size
            else { throw bad("tensor '\(name)' of shape \(shape) does not fit its place \(offsets) in the file") }
            entries[name] = Entry(
                element: element, shape: shape, range: dataStart + offsets[0]..<dataStart + offsets[1])
        }
        var end = dataStart
        for range in entries.values.map(\.range).sorted(by: {
            ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound)
        }) {
            guard range.lowerBound == end else { throw bad("tensors overlap or leave a gap at byte \(end)") }
            end = range.upperBound
        }
        guard end == content.count else { throw bad("expected \(end) bytes, found \(content.count)") }
        self.path = path
        self.metadata = metadata
        self.byteCount = content.count
        self.content = content
        self.entries = entries
    }

    package func contains(_ name: String) -> Bool { entries[name] != nil }

    package func shape(of name: String) -> [Int]? { entries[name]?.shape }

    /// The tensors whose names begin with `prefix`, by the rest of their names.
    package func part(_ prefix: String) -> TensorFile {
        var found: [String: Entry] = [:]
        for (name, entry) in entries where name.hasPrefix(prefix) {
            found[String(name.dropFirst(prefix.count))] = entry
        }
        return TensorFile(self, entries: found)
    }

    private init(_ whole: TensorFile, entries: [String: Entry]) {
        path = whole.path
        metadata = whole.metadata
        byteCount = whole.byteCount
        content = whole.content
        self.entries = entries
    }

    /// A float tensor of a known shape.
    /// - Throws: `ModelsError.badModel` where the tensor is missing or has another shape or element type.
    package func floats(_ name: String, shape: [Int]) throws -> [Float] {
        content.values(in: try range(ofFloats: name, shape: shape))
    }

    /// A network's parameters, copied to where the network reads them.
    /// - Parameters:
    ///   - prefix: what the tensors' names begin with, before those of the slices.
    ///   - isSaved: whether a slice stands in the file; the others are 0.
    /// - Throws: `ModelsError.badModel` where a tensor is missing or has another shape or element type.
    package func parameters(
        _ layout: ParameterLayout, prefix: String = "", where isSaved: (ParameterLayout.Slice) -> Bool = { _ in true }
    ) throws -> ParameterStore<Float> {
        let parameters = ParameterStore<Float>(layout, cleared: false)
        for slice in layout.slices {
            let numbers = parameters.matrix(slice)
            guard isSaved(slice) else {
                numbers.clear()
                continue
            }
            try copy(prefix + slice.name, shape: slice.shape, into: numbers)
        }
        return parameters
    }

    /// Copies a float tensor of a known shape from the mapped file to a matrix of as many numbers, without gaps.
    /// - Throws: `ModelsError.badModel` where the tensor is missing or has another shape or element type.
    package func copy(_ name: String, shape: [Int], into matrix: Matrix<Float>) throws {
        let range = try range(ofFloats: name, shape: shape)
        matrix.withMutableBytes { bytes in
            precondition(bytes.count == range.count, "\(range.count) bytes of '\(name)' for \(bytes.count)")
            _ = content.copyBytes(to: bytes, from: range)
        }
    }

    private func range(ofFloats name: String, shape: [Int]) throws -> Range<Int> {
        let entry = try entry(name, .float32)
        guard entry.shape == shape else {
            throw ModelsError.badModel(
                path: path, problem: "tensor '\(name)' has shape \(entry.shape), expected \(shape)")
        }
        return entry.range
    }

    /// A table of whole numbers or bytes.
    /// - Throws: `ModelsError.badModel` where the table is missing or of another element type.
    package func table<Value: FixedWidthInteger>(_ name: String, of type: Value.Type) throws -> [Value] {
        guard let element = TensorElement(type) else {
            preconditionFailure("\(name): a table of \(type) has no element type in the file")
        }
        return content.values(in: try entry(name, element).range)
    }

    private func entry(_ name: String, _ element: TensorElement) throws -> Entry {
        guard let entry = entries[name] else {
            throw ModelsError.badModel(path: path, problem: "tensor '\(name)' is missing")
        }
        guard entry.element == element else {
            throw ModelsError.badModel(
                path: path,
                problem: "tensor '\(name)' is of type \(entry.element.rawValue), expected \(element.rawValue)")
        }
        return entry
    }
}

/// Why a file cannot be opened, in the system's words.
enum FileProblem {
    static func words(path: String, expected: String = "a model file") -> String {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return "no such file" }
        if isFolder.boolValue { return "is a folder, expected \(expected)" }
        return "cannot be read; check its permissions"
    }
}
