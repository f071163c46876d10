/// What a reader found at one place of its input.
package enum ReadRecord: Sendable {
    case record(Record)
    /// A record that cannot be trusted, with what could be saved of it (it still gets its row) and why.
    case broken(Record, reason: String)
}

/// A streaming reader of one format: one record after the other, in bounded memory.
package protocol RecordReader: AnyObject {
    var columns: Columns { get }
    /// The next record; `nil` at the end of the input.
    /// - Throws: `ReviewsError` where the input cannot be read any further.
    func next() throws -> ReadRecord?
}
