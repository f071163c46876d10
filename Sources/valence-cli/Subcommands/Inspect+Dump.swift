import Valence
import ValenceReviews

/// `valence inspect --dump`: records as they were read, one JSON object a line, every field as text in its own order.
extension Inspect {
    func dump() throws {
        let reader = try ReviewReader(try inputs(), options: readingOptions, purpose: .inspecting)
        let writer = RowWriter(.jsonLines, columns: reader.columns.names)
        let output = try AtomicOutput(path: "-", overwrites: true)
        var row: [UInt8] = []
        while let review = try reader.next() {
            row.removeAll(keepingCapacity: true)
            writer.append(review.record, to: &row)
            try output.append(row)
        }
        try output.commit()
    }
}
