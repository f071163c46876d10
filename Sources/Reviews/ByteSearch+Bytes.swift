import Foundation

extension ArraySlice<UInt8> {
    /// Where `byte` stands first; the C library's vectorised search.
    func place(of byte: UInt8) -> Int? {
        withUnsafeBytes { all in
            guard let base = all.baseAddress, let found = memchr(base, Int32(byte), all.count) else { return nil }
            return startIndex + (UnsafeRawPointer(found) - base)
        }
    }
}

extension [UInt8] {
    /// Where `byte` stands next, from index `from` on.
    func next(_ byte: UInt8, from: Int, to end: Int? = nil) -> Int? {
        let end = end ?? count
        return from < end ? self[from..<end].place(of: byte) : nil
    }

    /// How often `byte` stands in `range`.
    func occurrences(of byte: UInt8, in range: Range<Int>) -> Int {
        self[range].withUnsafeBufferPointer { $0.reduce(0) { $0 &+ ($1 == byte ? 1 : 0) } }
    }
}
