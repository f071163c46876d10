/// A value that stands behind a record's own fields.
package enum RowValue: Sendable {
    case text(String)
    /// Written without quotes in JSON.
    case number(String)
    /// An empty field; `null` in JSON.
    case nothing
}

/// Turns records into rows of CSV, TSV or JSON Lines, in a buffer of the caller's.
package struct RowWriter: Sendable {
    package enum Format: Sendable, Equatable {
        /// RFC 4180 with LF: a field stands in quotes only where it must.
        case delimited(UInt8)
        /// Tab-separated, where a quote is a character like any other.
        case unquotedTSV
        case jsonLines
    }

    package let format: Format
    private let names: [[UInt8]]

    /// - Parameter columns: the records' columns and the added ones.
    package init(_ format: Format, columns: [String]) {
        self.format = format
        names = columns.map { Array($0.utf8) }
    }

    /// The row of names; JSON Lines has none.
    package func appendHeader(to bytes: inout [UInt8]) {
        guard format != .jsonLines else { return }
        for (index, name) in names.enumerated() { append(field: name[...], index, to: &bytes) }
        bytes.append(UInt8(ascii: "\n"))
    }

    /// A record's fields, then `added`.
    package func append(_ record: Record, _ added: [RowValue] = [], to bytes: inout [UInt8]) {
        precondition(
            record.fieldCount + added.count == names.count,
            "\(record.fieldCount) fields and \(added.count) added ones for \(names.count) columns")
        for index in 0..<record.fieldCount { append(field: record.field(index), index, to: &bytes) }
        for (offset, value) in added.enumerated() {
            let index = record.fieldCount + offset
            switch value {
            case .text(let text): append(field: ArraySlice(text.utf8), index, to: &bytes)
            case .number(let digits): append(verbatim: digits, index, to: &bytes)
            case .nothing: append(verbatim: format == .jsonLines ? "null" : "", index, to: &bytes)
            }
        }
        if format == .jsonLines { bytes.append(UInt8(ascii: "}")) }
        bytes.append(UInt8(ascii: "\n"))
    }

    private func append(field: ArraySlice<UInt8>, _ index: Int, to bytes: inout [UInt8]) {
        beginField(index, to: &bytes)
        switch format {
        case .jsonLines: JSONText.append(string: field, to: &bytes)
        case .unquotedTSV: append(unquoted: field, to: &bytes)
        case .delimited(let delimiter): append(field, delimiter: delimiter, isAlone: names.count == 1, to: &bytes)
        }
    }

    private func append(verbatim text: String, _ index: Int, to bytes: inout [UInt8]) {
        beginField(index, to: &bytes)
        bytes.append(contentsOf: text.utf8)
    }

    private func beginField(_ index: Int, to bytes: inout [UInt8]) {
        switch format {
        case .delimited(let delimiter): if index > 0 { bytes.append(delimiter) }
        case .unquotedTSV: if index > 0 { bytes.append(UInt8(ascii: "\t")) }
        case .jsonLines:
            bytes.append(UInt8(ascii: index == 0 ? "{" : ","))
            JSONText.append(string: names[index][...], to: &bytes)
            bytes.append(UInt8(ascii: ":"))
        }
    }

    private func append(_ field: ArraySlice<UInt8>, delimiter: UInt8, isAlone: Bool, to bytes: inout [UInt8]) {
        let quote = UInt8(ascii: "\"")
        // A lone empty field would be a blank line.
        let needsQuotes =
            field.contains { $0 == delimiter || $0 == quote || $0 == 0x0A || $0 == 0x0D } || (isAlone && field.isEmpty)
        guard needsQuotes else {
            bytes.append(contentsOf: field)
            return
        }
        bytes.append(quote)
        var start = field.startIndex
        while let next = field[start...].place(of: quote) {
            bytes.append(contentsOf: field[start...next])
            bytes.append(quote)
            start = next + 1
        }
        bytes.append(contentsOf: field[start...])
        bytes.append(quote)
    }

    /// Without quoting a tab or a line break cannot be kept: each becomes a blank.
    private func append(unquoted field: ArraySlice<UInt8>, to bytes: inout [UInt8]) {
        for byte in field { bytes.append(byte == 0x09 || byte == 0x0A || byte == 0x0D ? 0x20 : byte) }
    }
}
