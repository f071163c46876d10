/// Bytes that come one chunk after the other: a file, a pipe, the unpacked content of either.
package protocol ByteSource: AnyObject {
    /// Appends the next chunk to `buffer` (a size of the source's choice, usually 256 KiB).
    /// - Returns: how many bytes were appended, 0 at the end of the input.
    /// - Throws: `ReviewsError` where the input cannot be read.
    func read(into buffer: inout [UInt8]) throws -> Int
}

/// A source of UTF-8 that replaces what it cannot read by U+FFFD, and counts.
protocol RepairingSource: ByteSource {
    var repairCount: Int { get }
}
