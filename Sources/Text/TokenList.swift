/// The tokens of one text: UTF-8 in one buffer, with a hash of each. Reused from text to text without allocating.
package struct TokenList: Sendable {
    /// The tokens' bytes, and behind them room that an earlier text needed.
    var storage: [UInt8] = []
    package internal(set) var ends: [Int32] = []
    /// The `TokenHash` of each token: the same on every machine and in every run.
    package internal(set) var hashes: [UInt64] = []

    package init() {}

    package var count: Int { ends.count }

    /// All tokens' bytes, one token behind the other.
    package var bytes: ArraySlice<UInt8> { storage[..<byteCount] }

    private var byteCount: Int { ends.last.map { Int($0) } ?? 0 }

    package subscript(index: Int) -> ArraySlice<UInt8> {
        storage[(index == 0 ? 0 : Int(ends[index - 1]))..<Int(ends[index])]
    }

    /// Whether the token is one of `. , ; : ( ) " -`, which carry structure but no mood of their own.
    @inline(__always)
    package func isPlainPunctuation(_ index: Int) -> Bool {
        let start = index == 0 ? 0 : Int(ends[index - 1])
        guard Int(ends[index]) == start + 1 else { return false }
        return Self.isPlainPunctuation(storage[start])
    }

    /// Whether a byte is one of `. , ; : ( ) " -`: a bit for each of the first 64 characters.
    @inline(__always)
    static func isPlainPunctuation(_ byte: UInt8) -> Bool { byte < 64 && plainPunctuation >> UInt64(byte) & 1 != 0 }

    /// How many tokens are more than plain punctuation.
    package var wordCount: Int { (0..<count).count { !isPlainPunctuation($0) } }

    private static let plainPunctuation: UInt64 = 0x0C00_7304_0000_0000

    /// Adds a token; `hash` is the `TokenHash` of its bytes.
    package mutating func append(_ token: ArraySlice<UInt8>, hash: UInt64) {
        if storage.count > byteCount { storage.removeLast(storage.count - byteCount) }
        storage.append(contentsOf: token)
        ends.append(Int32(storage.count))
        hashes.append(hash)
    }

    package mutating func removeAll() {
        ends.removeAll(keepingCapacity: true)
        hashes.removeAll(keepingCapacity: true)
    }
}
