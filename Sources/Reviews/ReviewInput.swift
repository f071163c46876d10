import Foundation

/// One file, folder or stream, opened with the reader of its format.
struct ReviewInput {
    let path: String
    let format: ReadingOptions.Format
    let reader: any RecordReader
    /// How rows are written in the input's own format; comma-separated for XML and folders.
    var rowFormat = RowWriter.Format.delimited(UInt8(ascii: ","))
    var hasHeader = true
    /// What was found and chosen, in sentences.
    let findings: [String]

    /// `nil` for a folder.
    var opened: OpenedInput?

    /// What was mended on the way so far, in sentences.
    var mended: [String] {
        var sentences = (reader as? XMLRecordReader)?.mended.map { [$0] } ?? []
        if let opened, opened.repairCount > 0 {
            sentences.append("\(opened.repairCount) ill-formed \(opened.encoding) sequences became U+FFFD")
        }
        return sentences
    }

    var name: String { path == "-" ? "standard input" : path }

    /// Whether records bring their fields by name, so that a file's columns are only those that it happened to use.
    var hasOpenFields: Bool { format == .xml || format == .jsonl }

    static func open(_ path: String, options: ReadingOptions) throws -> ReviewInput {
        var isFolder: ObjCBool = false
        let isThere = path == "-" || FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        if isThere, isFolder.boolValue {
            guard options.format == .auto || options.format == .folder else {
                throw ReviewsError.badOption("\(path) is a folder; --format \(options.format.rawValue) reads files")
            }
            let reader = try FolderReader(folder: path) { try contents($0, encoding: options.encoding) }
            return ReviewInput(path: path, format: .folder, reader: reader, findings: reader.findings)
        }
        if isThere, options.format == .folder {
            throw ReviewsError.badOption("\(path) is no folder; leave out --format folder to read it")
        }
        let opened = try OpenedInput.open(path: path, encoding: options.encoding)
        var input = try make(opened, options: options)
        input.opened = opened
        return input
    }

    private static func make(_ input: OpenedInput, options: ReadingOptions) throws -> ReviewInput {
        let path = input.path
        let format = try FormatDetection.format(path: path, sample: input.sample[...], options: options)
        var encoding = input.encoding
        if input.isCompressed { encoding += ", gzipped" }
        switch format {
        case .xml:
            let reader = try XMLRecordReader(
                source: input.source, file: path, sample: input.sample, options: options,
                isWhole: input.isWholeInput)
            let findings = reader.findings.map { $0 == reader.findings[0] ? "\($0), \(encoding)" : $0 }
            return ReviewInput(path: path, format: .xml, reader: reader, findings: findings)
        case .jsonl:
            let reader = try JSONLinesReader(
                source: input.source, file: path, sample: input.sample, options: options,
                isWhole: input.isWholeInput)
            return ReviewInput(
                path: path, format: .jsonl, reader: reader, rowFormat: .jsonLines, findings: ["JSON Lines, \(encoding)"]
            )
        default:
            var options = options
            if format == .tsv, options.delimiter == nil { options.delimiter = UInt8(ascii: "\t") }
            let reader = try DelimitedReader(source: input.source, file: path, sample: input.sample, options: options)
            let dialect = reader.dialect
            let family: ReadingOptions.Format = dialect.delimiter == UInt8(ascii: "\t") ? .tsv : .csv
            let isUnquoted = family == .tsv && dialect.quoting == .none
            return ReviewInput(
                path: path, format: family, reader: reader,
                rowFormat: isUnquoted ? .unquotedTSV : .delimited(dialect.delimiter), hasHeader: dialect.hasHeader,
                findings: ["\(family.rawValue.uppercased()), \(dialect.description), \(encoding)"])
        }
    }

    /// A whole file as UTF-8, unpacked where it is gzipped.
    private static func contents(_ path: String, encoding: String) throws -> [UInt8] {
        let input = try OpenedInput.open(path: path, encoding: encoding)
        var bytes: [UInt8] = []
        while try input.source.read(into: &bytes) > 0 {
            if bytes.count > XMLRecordBuilder.mostBytes {
                throw ReviewsError.badData(Place(file: path), problem: "a text of more than a gigabyte")
            }
        }
        return bytes
    }

    /// The record with its fields in the order of `columns`, where this file's own order is another.
    func fit(_ found: ReadRecord, to columns: Columns) -> ReadRecord {
        guard reader.columns !== columns else { return found }
        switch found {
        case .record(let record): return .record(fit(record, to: columns))
        case .broken(let record, let reason): return .broken(fit(record, to: columns), reason: reason)
        }
    }

    private func fit(_ record: Record, to columns: Columns) -> Record {
        let own = reader.columns.names
        if own == columns.names {
            return Record(
                columns: columns, place: record.place, bytes: record.bytes, ends: record.ends,
                repeated: record.repeated)
        }
        var bytes: [UInt8] = []
        var ends: [Int32] = []
        var repeated: [Int32] = []
        for (column, name) in columns.names.enumerated() {
            if let index = own.firstIndex(of: name), index < record.fieldCount {
                bytes.append(contentsOf: record.field(index))
                if record.repeated.contains(Int32(index)) { repeated.append(Int32(column)) }
            }
            ends.append(Int32(bytes.count))
        }
        return Record(columns: columns, place: record.place, bytes: bytes, ends: ends, repeated: repeated)
    }
}
