import ValenceReviews

/// A record as a test sees it.
struct Row: Equatable, CustomStringConvertible {
    var fields: [String]
    var line: Int?
    var reason: String?

    init(_ fields: [String], line: Int? = nil, reason: String? = nil) {
        self.fields = fields
        self.line = line
        self.reason = reason
    }

    init(_ read: ReadRecord) {
        switch read {
        case .record(let record):
            self.init((0..<record.fieldCount).map(record.string), line: record.place.line)
        case .broken(let record, let reason):
            self.init((0..<record.fieldCount).map(record.string), line: record.place.line, reason: reason)
        }
    }

    var description: String { "\(line ?? 0): \(fields)\(reason.map { " (\($0))" } ?? "")" }
}

extension RecordReader {
    func allRows() throws -> [Row] {
        var rows: [Row] = []
        while let read = try next() { rows.append(Row(read)) }
        return rows
    }
}
