import Valence
import ValenceReviews

/// `valence inspect --dump`: records as they were read, one JSON object a line, every field as text in its own order.
extension Inspect {
    func dump() throws {
        let reader = try ReviewReader(try inputs(), options: reading, purpose: .inspecting)
        var lines: [UInt8] = []
        while let review = try reader.next() {
            Self.append(review.record, to: &lines)
            if lines.count > 1 << 16 {
                try StandardOutput.write(lines)
                lines.removeAll(keepingCapacity: true)
            }
        }
        try StandardOutput.write(lines)
    }

    private static func append(_ record: Record, to lines: inout [UInt8]) {
        for index in 0..<record.fieldCount {
            lines.append(UInt8(ascii: index == 0 ? "{" : ","))
            JSONText.append(string: Array(record.columns.names[index].utf8)[...], to: &lines)
            lines.append(UInt8(ascii: ":"))
            JSONText.append(string: record.field(index), to: &lines)
        }
        lines += record.fieldCount == 0 ? [UInt8]("{}\n".utf8) : [UInt8]("}\n".utf8)
    }
}
