/// Reads CSV, TSV and their relatives (RFC 4180, and as found in the wild).
///
/// Line ends are LF, CR LF and lone CR, nothing else (U+0085 is text); blank lines are passed over. A row with too few
/// fields is filled up with empty ones, the surplus of one with too many stays in its last field; both are broken. A
/// quote that is never closed costs its own line only.
package final class DelimitedReader: RecordReader {
    package let columns: Columns
    package let dialect: Dialect

    private let source: any ByteSource
    private let file: String
    private let scanner: RecordScanner
    private var buffer: [UInt8] = []
    private var start = 0
    private var isAtEnd = false
    private var line = 1
    private var typicalByteCount = 256

    /// A record longer than this ends at its first line end: nobody's quote is closed so far away.
    private static let longestRecord = 256 << 20

    /// - Parameter sample: the beginning of what `source` delivers.
    /// - Throws: `ReviewsError.badData` where there is nothing to read.
    package init(source: any ByteSource, file: String, sample: [UInt8], options: ReadingOptions) throws {
        self.source = source
        self.file = file
        let found = DialectDetection(sample, options: options)
        dialect = found.dialect
        scanner = RecordScanner(found.dialect)
        guard let first = found.firstRecord else {
            throw ReviewsError.badData(Place(file: file), problem: "the file is empty, expected rows of reviews")
        }
        if found.dialect.hasHeader {
            columns = Columns(first)
            var header = RecordScanner.Fields()
            while try scan(into: &header) != nil, header.isBlankLine { header = RecordScanner.Fields() }
        } else {
            columns = Columns(first.indices.map { "column\($0 + 1)" })
        }
    }

    package func next() throws -> ReadRecord? {
        while true {
            var fields = RecordScanner.Fields()
            fields.bytes.reserveCapacity(typicalByteCount)
            fields.ends.reserveCapacity(columns.names.count)
            guard let scanned = try scan(into: &fields) else { return nil }
            if fields.isBlankLine { continue }
            typicalByteCount = (3 * typicalByteCount + fields.bytes.count) / 4 + 16
            return finish(fields, place: Place(file: file, line: scanned.line), isUnterminated: scanned.isUnterminated)
        }
    }

    private func finish(_ fields: RecordScanner.Fields, place: Place, isUnterminated: Bool) -> ReadRecord {
        let expected = columns.names.count
        let found = fields.ends.count
        if found == expected, !isUnterminated {
            return .record(Record(columns: columns, place: place, bytes: fields.bytes, ends: fields.ends))
        }
        var bytes = fields.bytes
        var ends = fields.ends
        if found < expected {
            ends.append(contentsOf: repeatElement(Int32(bytes.count), count: expected - found))
        } else if found > expected {
            (bytes, ends) = joined(fields, into: expected)
        }
        let record = Record(columns: columns, place: place, bytes: bytes, ends: ends)
        let reason =
            isUnterminated
            ? "a quote opens a field and is never closed"
            : "found \(found) field\(found == 1 ? "" : "s"), expected \(expected)"
        return .broken(record, reason: reason)
    }

    /// Surplus fields stay in the last one, with their delimiters.
    private func joined(_ fields: RecordScanner.Fields, into count: Int) -> (bytes: [UInt8], ends: [Int32]) {
        var ends = Array(fields.ends[..<(count - 1)])
        var bytes = Array(fields.bytes[..<Int(fields.ends[count - 1])])
        for surplus in count..<fields.ends.count {
            bytes.append(dialect.delimiter)
            bytes.append(contentsOf: fields.bytes[Int(fields.ends[surplus - 1])..<Int(fields.ends[surplus])])
        }
        ends.append(Int32(bytes.count))
        return (bytes, ends)
    }

    /// Scans the next record, reading on where needed; `nil` at the end of the input.
    private func scan(into fields: inout RecordScanner.Fields) throws -> (line: Int, isUnterminated: Bool)? {
        while true {
            if start == buffer.count, isAtEnd { return nil }
            fields.bytes.removeAll(keepingCapacity: true)
            fields.ends.removeAll(keepingCapacity: true)
            let isFull = buffer.count - start > Self.longestRecord
            let isLast = isAtEnd || isFull
            let outcome =
                start < buffer.count
                ? scanner.scan(buffer, from: start, isLast: isLast, into: &fields) : .needsMore
            switch outcome {
            case .record(let next):
                return (advance(to: next), false)
            case .needsMore:
                try readOn()
            case .unterminated:
                let cut = RecordScanner.endOfLine(buffer, from: start) ?? buffer.count
                fields = RecordScanner.Fields()
                let plain = RecordScanner(Dialect(delimiter: dialect.delimiter, quoting: .none))
                _ = plain.scan(Array(buffer[start..<cut]), from: 0, isLast: true, into: &fields)
                return (advance(to: cut), true)
            }
        }
    }

    /// - Returns: the line that the record before `next` began on.
    private func advance(to next: Int) -> Int {
        let began = line
        line += RecordScanner.countLines(buffer, start..<next)
        start = next
        return began
    }

    /// Reads at least as much as already waits, so that a long record is not scanned again for every chunk.
    private func readOn() throws {
        if start > 0 {
            buffer.removeFirst(start)
            start = 0
        }
        let waiting = buffer.count
        repeat {
            if try source.read(into: &buffer) == 0 {
                isAtEnd = true
                return
            }
        } while buffer.count < 2 * waiting
    }
}
