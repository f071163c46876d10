/// Reads JSON Lines: one object a line (jsonlines.org).
///
/// The columns are the names met in the sample, in order of first appearance. Where the sample is not the whole input, a
/// last column `other_fields` follows: it gathers what later records bring beside them, as a JSON object of strings.
package final class JSONLinesReader: RecordReader {
    package static let otherFields = "other_fields"

    package let columns: Columns
    private let columnOf: [[UInt8]: Int]
    private let otherColumn: Int?
    private let source: any ByteSource
    private let file: String
    private var buffer: [UInt8] = []
    private var start = 0
    private var isAtEnd = false
    private var line = 0

    /// - Parameters:
    ///   - sample: the beginning of what `source` delivers.
    ///   - isWhole: the sample is all that `source` delivers.
    /// - Throws: `ReviewsError.badData` where the sample holds no object.
    package init(
        source: any ByteSource, file: String, sample: [UInt8], options: ReadingOptions, isWhole: Bool = false
    ) throws {
        self.source = source
        self.file = file
        var names: [[UInt8]] = []
        var columnOf: [[UInt8]: Int] = [:]
        let lines = sample.split(separator: 0x0A)
        // The sample's end may cut its last line.
        for text in isWhole || lines.count == 1 ? lines[...] : lines.dropLast() {
            guard let members = try? JSONObjectParser.members(of: text) else { continue }
            for member in members where columnOf[member.name] == nil {
                columnOf[member.name] = names.count
                names.append(member.name)
            }
        }
        guard !names.isEmpty else {
            let isArray = sample.first { $0 > 0x20 } == UInt8(ascii: "[")
            throw ReviewsError.badData(
                Place(file: file, line: 1),
                problem: isArray
                    ? "found a JSON array, expected one object a line; convert it with: jq -c '.[]'"
                    : "found no JSON object, expected one a line")
        }
        otherColumn = isWhole ? nil : names.count
        self.columnOf = columnOf
        columns = Columns(
            names.map { String(decoding: $0, as: UTF8.self) } + (isWhole ? [] : [Self.otherFields]))
    }

    package func next() throws -> ReadRecord? {
        while let text = try nextLine() {
            if text.allSatisfy({ $0 <= 0x20 }) { continue }
            do throws(JSONObjectParser.Fault) {
                return .record(record(try JSONObjectParser.members(of: text)))
            } catch {
                var values = emptyValues()
                values[0] = Array(text)
                let reason = "broken JSON at byte \(error.offset + 1): expected \(error.expected)"
                return .broken(record(of: values), reason: reason)
            }
        }
        return nil
    }

    private func emptyValues() -> [[UInt8]] { Array(repeating: [], count: columns.names.count) }

    private func record(_ members: [JSONObjectParser.Member]) -> Record {
        var values = emptyValues()
        var others: [UInt8] = []
        for member in members {
            if let column = columnOf[member.name] {
                values[column] = member.value
            } else {
                others.append(UInt8(ascii: others.isEmpty ? "{" : ","))
                JSONText.append(string: member.name[...], to: &others)
                others.append(UInt8(ascii: ":"))
                JSONText.append(string: member.value[...], to: &others)
            }
        }
        if let otherColumn, !others.isEmpty { values[otherColumn] = others + [UInt8(ascii: "}")] }
        return record(of: values)
    }

    private func record(of values: [[UInt8]]) -> Record {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(values.reduce(0) { $0 + $1.count })
        var ends: [Int32] = []
        for value in values {
            bytes.append(contentsOf: value)
            ends.append(Int32(bytes.count))
        }
        return Record(columns: columns, place: Place(file: file, line: line), bytes: bytes, ends: ends)
    }

    /// The next line without its end; `nil` behind the last one.
    private func nextLine() throws -> ArraySlice<UInt8>? {
        var searched = start
        while true {
            if let end = buffer[searched...].firstIndex(of: 0x0A) {
                defer { start = end + 1 }
                line += 1
                return buffer[start..<end]
            }
            if isAtEnd {
                guard start < buffer.count else { return nil }
                defer { start = buffer.count }
                line += 1
                return buffer[start...]
            }
            searched = buffer.count - start
            buffer.removeFirst(start)
            start = 0
            isAtEnd = try source.read(into: &buffer) == 0
        }
    }
}
