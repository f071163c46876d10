import Foundation

extension [UInt8] {
    /// Where `byte` stands next, from index `from` on; the C library's vectorised search.
    func next(_ byte: UInt8, from: Int, to end: Int? = nil) -> Int? {
        let end = end ?? count
        precondition(from >= 0 && end <= count, "\(from)..<\(end) is not inside 0..<\(count)")
        guard from < end else { return nil }
        return withUnsafeBytes { all in
            guard let base = all.baseAddress, let found = memchr(base + from, Int32(byte), end - from) else {
                return nil
            }
            return UnsafeRawPointer(found) - base
        }
    }

    /// How often `byte` stands in `range`.
    func occurrences(of byte: UInt8, in range: Range<Int>) -> Int {
        self[range].withUnsafeBufferPointer { $0.reduce(0) { $0 &+ ($1 == byte ? 1 : 0) } }
    }
}
