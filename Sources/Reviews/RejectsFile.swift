/// Rejected records as JSON Lines: where each stands, why it was rejected, and its fields.
final class RejectsFile {
    private let output: AtomicOutput
    private var line: [UInt8] = []

    init(path: String, overwrites: Bool) throws {
        output = try AtomicOutput(path: path, overwrites: overwrites)
    }

    func add(_ record: Record, reason: String) throws {
        line.removeAll(keepingCapacity: true)
        append(#"{"place":"#, record.place.description)
        append(#","reason":"#, reason)
        line += Array(#","fields":{"#.utf8)
        for (index, name) in record.columns.names.enumerated() where index < record.fieldCount {
            if index > 0 { line.append(UInt8(ascii: ",")) }
            append("", name)
            line.append(UInt8(ascii: ":"))
            if record.repeated.contains(Int32(index)) {
                line.append(contentsOf: record.field(index))
            } else {
                JSONText.append(string: record.field(index), to: &line)
            }
        }
        line += Array("}}\n".utf8)
        try output.append(line)
    }

    func close() throws {
        try output.commit()
    }

    private func append(_ key: String, _ value: String) {
        line += Array(key.utf8)
        JSONText.append(string: Array(value.utf8)[...], to: &line)
    }
}
