extension TokenList {
    /// Replaces all tokens by those that `body` writes, `byteCount` bytes at most.
    mutating func rewrite(atMost byteCount: Int, _ body: (inout TokenWriter) -> Void) {
        precondition(byteCount <= Int(Int32.max), "\(byteCount) bytes of tokens in one text; at most \(Int32.max)")
        removeAll()
        let room = byteCount + TokenWriter.slack
        if storage.count < room { storage = Array(repeating: 0, count: max(room, storage.count * 2)) }
        // Moved into the writer and back, so that appending finds each array with one owner.
        var (ends, hashes): ([Int32], [UInt64]) = ([], [])
        swap(&ends, &self.ends)
        swap(&hashes, &self.hashes)
        storage.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            var writer = TokenWriter(base: base, limit: byteCount, ends: ends, hashes: hashes)
            (ends, hashes) = ([], [])
            body(&writer)
            swap(&ends, &writer.ends)
            swap(&hashes, &writer.hashes)
        }
        swap(&ends, &self.ends)
        swap(&hashes, &self.hashes)
    }
}

/// Writes tokens one after the other into a buffer, hashing each as it ends.
struct TokenWriter {
    /// Bytes behind the last token that `put(packed:)` may overwrite.
    static let slack = 8

    private let base: UnsafeMutablePointer<UInt8>
    private let limit: Int
    private var start = 0
    private var position = 0
    fileprivate(set) var ends: [Int32]
    fileprivate(set) var hashes: [UInt64]

    init(base: UnsafeMutablePointer<UInt8>, limit: Int, ends: [Int32], hashes: [UInt64]) {
        (self.base, self.limit, self.ends, self.hashes) = (base, limit, ends, hashes)
    }

    /// The number of bytes of the token that is being written.
    var length: Int { position - start }

    /// A byte of that token.
    subscript(index: Int) -> UInt8 {
        precondition(index >= 0 && index < length, "byte \(index) of a token of \(length)")
        return base[start + index]
    }

    @inline(__always)
    mutating func put(_ byte: UInt8) {
        precondition(position < limit, "more token bytes than the text can give")
        base[position] = byte
        position += 1
    }

    /// Appends a character's UTF-8.
    mutating func put(scalar: UInt32) {
        switch scalar {
        case ..<0x80:
            put(UInt8(truncatingIfNeeded: scalar))
        case ..<0x800:
            put(UInt8(truncatingIfNeeded: 0xC0 | scalar >> 6))
            put(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F))
        case ..<0x10000:
            put(UInt8(truncatingIfNeeded: 0xE0 | scalar >> 12))
            put(UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F))
            put(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F))
        default:
            put(UInt8(truncatingIfNeeded: 0xF0 | scalar >> 18))
            put(UInt8(truncatingIfNeeded: 0x80 | scalar >> 12 & 0x3F))
            put(UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F))
            put(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F))
        }
    }

    /// A whole token of one to seven bytes, packed with the first byte lowest.
    @inline(__always)
    mutating func token(packed: UInt64, length: Int) {
        precondition(position + length <= limit, "more token bytes than the text can give")
        UnsafeMutableRawPointer(base + position).storeBytes(of: packed.littleEndian, as: UInt64.self)
        position += length
        start = position
        ends.append(Int32(truncatingIfNeeded: position))
        hashes.append(TokenHash.short(packed, length: length))
    }

    /// A whole token of one byte.
    @inline(__always)
    mutating func token(_ byte: UInt8) { token(packed: UInt64(byte), length: 1) }

    /// A whole token.
    mutating func token(_ text: StaticString) {
        text.withUTF8Buffer { for byte in $0 { put(byte) } }
        end()
    }

    /// Makes the last token the beginning of the one that is being written.
    mutating func joinToLast() {
        guard !ends.isEmpty else { return }
        ends.removeLast()
        hashes.removeLast()
        start = ends.last.map { Int($0) } ?? 0
    }

    /// Takes back what was written of the token.
    mutating func discard() { position = start }

    /// Ends the token, if it has any bytes.
    mutating func end() {
        guard position > start else { return }
        hashes.append(TokenHash.of(UnsafeBufferPointer(start: base + start, count: position - start)))
        ends.append(Int32(truncatingIfNeeded: position))
        start = position
    }
}
