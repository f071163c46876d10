/// Reads reviews from XML of any dialect, streaming, in memory that does not grow with the file.
///
/// Strict by default: the file is XML as a whole, and its first fault ends the reading. Lenient where asked, or where the
/// file has no single root: every record is cut out, mended (`XMLMender`) and parsed on its own, so that a broken one
/// costs itself only.
package final class XMLRecordReader: RecordReader {
    /// More than this is not looked at before the first record is handed on.
    package static let sampleSize = 1 << 20

    package let columns: Columns
    /// What was found and chosen, in sentences.
    package let findings: [String]
    package let isLenient: Bool

    private let file: String
    private let source: any ByteSource
    private let parser: XMLParser
    private var builder: XMLRecordBuilder
    private var ready: [Record] = []
    private var handedOn = 0
    private var buffer: [UInt8] = []
    private var isAtEnd = false
    private var fault: ReviewsError?

    private let cutter: XMLRecordCutter?
    private let recordName: [UInt8]
    private var mender = XMLMender()

    /// - Parameters:
    ///   - sample: the first bytes that `source` will give (it gives them again).
    ///   - isWhole: whether the sample is the whole file; `nil`: it is if shorter than a sample may be.
    package init(
        source: any ByteSource, file: String, sample: [UInt8], options: ReadingOptions, isWhole: Bool? = nil
    ) throws {
        let dialect = try XMLDialect(
            sample: sample[...], isWhole: isWhole ?? (sample.count < Self.sampleSize), file: file, options: options)
        self.file = file
        self.source = source
        columns = dialect.columns
        findings = dialect.findings
        isLenient = dialect.isLenient
        parser = try XMLParser(file: file)
        builder = XMLRecordBuilder(file: file, recordPath: dialect.pathInDocument, columns: dialect.columns)
        let name = dialect.recordPath.last ?? ""
        recordName = Array(name.utf8)
        cutter = dialect.isLenient ? XMLRecordCutter(source: source, file: file, recordName: name) : nil
    }

    /// What lenient reading has mended so far, in a sentence.
    package var mended: String? { mender.mendings.sentence }

    package func next() throws -> ReadRecord? {
        if let cutter { return try nextLenient(cutter) }
        while true {
            if handedOn < ready.count {
                handedOn += 1
                return .record(ready[handedOn - 1])
            }
            if let fault { throw fault }
            if isAtEnd { return nil }
            try readOn()
        }
    }

    private func readOn() throws {
        ready.removeAll(keepingCapacity: true)
        handedOn = 0
        buffer.removeAll(keepingCapacity: true)
        isAtEnd = try source.read(into: &buffer) == 0
        do {
            if isAtEnd { try parser.finish() } else { try parser.feed(buffer[...]) }
        } catch {
            fault = error.error(file)
        }
        do {
            try builder.take(parser, into: &ready)
        } catch let found as ReviewsError {
            fault = found
        }
    }

    private func nextLenient(_ cutter: XMLRecordCutter) throws -> ReadRecord? {
        cutter.forgetPast()
        guard let piece = try cutter.next() else {
            mender.addStray(cutter.strayAtEnd)
            return nil
        }
        mender.addStray(piece.stray)
        parser.reset()
        builder = XMLRecordBuilder(inPlaceOf: builder)
        ready.removeAll(keepingCapacity: true)
        var reason: String?
        do {
            let mended = mender.mend(piece.bytes, name: recordName, isClosed: piece.isClosed)
            try parser.feed(mended[...])
            try builder.take(parser, into: &ready)
            try parser.finish()
        } catch let found as XMLFault {
            reason = found.message
        }
        try builder.take(parser, into: &ready)
        if let record = ready.first, reason == nil { return .record(record.at(line: piece.line)) }
        let saved = ready.first ?? builder.abandon()
        return .broken(saved.at(line: piece.line), reason: "broken XML: \(reason ?? "not a record")")
    }
}

extension Record {
    fileprivate func at(line: Int) -> Record {
        Record(
            columns: columns, place: Place(file: place.file, line: line), bytes: bytes, ends: ends, repeated: repeated)
    }
}
