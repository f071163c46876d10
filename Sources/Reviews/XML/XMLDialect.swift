/// How a file of XML holds its reviews: the record element, its fields in order, and whether it must be read leniently.
struct XMLDialect {
    /// The record element's name, or the last names of its path.
    let recordPath: [String]
    let columns: Columns
    let isLenient: Bool
    /// What was found and chosen, in sentences.
    let findings: [String]

    /// The record's path in what the parser sees, which in lenient reading is the record alone.
    var pathInDocument: [String] { isLenient ? recordPath.suffix(1) : recordPath }

    /// Looks at the beginning of a file.
    ///
    /// Columns are the paths that the sample's records use, in order of appearance; where the file goes on behind the
    /// sample, `other_fields` follows for what may still come.
    init(sample: ArraySlice<UInt8>, isWhole: Bool, file: String, options: ReadingOptions) throws {
        let outline = XMLOutline(sample)
        let path = options.xmlRecord.map { $0.split(separator: "/").map(String.init) } ?? []
        guard let name = path.last ?? outline.recordName else {
            throw ReviewsError.badData(
                Place(file: file),
                problem: "holds no element with text; name the element of one review with --xml-record")
        }
        let isRootless = outline.topLevelCount > 1
        recordPath = path.isEmpty ? [name] : path
        let isLenient = options.xmlLenient || isRootless
        self.isLenient = isLenient
        var findings = ["XML with one record per <\(recordPath.joined(separator: "/"))>"]
        if isLenient {
            findings.append(
                isRootless && !options.xmlLenient
                    ? "no single root element, as in the Amazon multi-domain files: read leniently, record by record"
                    : "read leniently, record by record")
        }
        self.findings = findings

        let columns = try XMLDialect.columns(
            sample: sample, isWhole: isWhole, file: file, recordPath: isLenient ? recordPath.suffix(1) : recordPath,
            isLenient: isLenient)
        guard !columns.isEmpty else {
            throw ReviewsError.badData(
                Place(file: file),
                problem: "holds no <\(recordPath.joined(separator: "/"))> in its first "
                    + "\(sample.count) bytes; it has \(outline.elements); name the element of one review with --xml-record"
            )
        }
        self.columns = Columns(isWhole ? columns : columns + [XMLRecordBuilder.otherFields])
    }

    private static func columns(
        sample: ArraySlice<UInt8>, isWhole: Bool, file: String, recordPath: [String], isLenient: Bool
    ) throws -> [String] {
        var builder = XMLRecordBuilder(file: file, recordPath: recordPath, columns: nil)
        let parser = try XMLParser(file: file)
        var records: [Record] = []
        guard isLenient else {
            do {
                try parser.feed(sample)
                try builder.take(parser, into: &records)
            } catch let fault as XMLFault {
                // The reader meets the same fault in its turn and says it; the fields before it count.
                try builder.take(parser, into: &records)
                if fault.isHostile { throw fault.error(file) }
            }
            if builder.isInRecord { _ = builder.abandon() }
            return builder.foundPaths
        }
        let cutter = XMLRecordCutter(source: OneChunk(sample), file: file, recordName: recordPath.last ?? "")
        var mender = XMLMender()
        let name = Array((recordPath.last ?? "").utf8)
        while let piece = try cutter.next() {
            // The sample's end cuts a record anywhere, also inside a tag.
            if !piece.isClosed, !isWhole, cutter.isDone, !builder.foundPaths.isEmpty { break }
            parser.reset()
            var lenient = XMLRecordBuilder(inPlaceOf: builder)
            do {
                try parser.feed(mender.mend(piece.bytes, name: name, isClosed: piece.isClosed)[...])
                try lenient.take(parser, into: &records)
            } catch is XMLFault {
                try lenient.take(parser, into: &records)
            }
            if lenient.isInRecord { _ = lenient.abandon() }
            builder = lenient
        }
        return builder.foundPaths
    }
}

extension XMLOutline {
    /// The names of the elements, for messages.
    var elements: String {
        var names: [String] = []
        for node in nodes.dropFirst() where !names.contains(node.name) && names.count < 12 { names.append(node.name) }
        return names.isEmpty ? "no elements" : names.map { "<\($0)>" }.joined(separator: ", ")
    }
}

extension XMLFault {
    /// The fault in the reader's words, with what to do.
    func error(_ file: String) -> ReviewsError {
        .badData(
            Place(file: file, line: line > 0 ? line : nil),
            problem: isHostile ? message : "not well-formed XML: \(message); --xml-lenient mends what can be mended")
    }
}

/// A source that holds all its bytes.
private final class OneChunk: ByteSource {
    private var bytes: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
    }

    func read(into buffer: inout [UInt8]) -> Int {
        defer { bytes = [] }
        buffer.append(contentsOf: bytes)
        return bytes.count
    }
}
