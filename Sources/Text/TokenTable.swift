/// Every distinct token of a collection, numbered in order of first appearance.
///
/// Open addressing over the tokens' own hashes; the bytes are compared too, so two tokens never share a number. A slot
/// holds the number plus one below and the upper half of the hash above, so that a look elsewhere in memory is rarely vain.
package struct TokenTable: Sendable {
    package private(set) var bytes: [UInt8] = []
    package private(set) var ends: [Int] = []
    package private(set) var hashes: [UInt64] = []
    private var slots: [UInt64] = Array(repeating: 0, count: 1024)

    package init() {}

    package var count: Int { ends.count }

    package subscript(id: Int) -> ArraySlice<UInt8> {
        bytes[(id == 0 ? 0 : ends[id - 1])..<ends[id]]
    }

    /// Whether token `id` is one of `. , ; : ( ) " -`, as `TokenList` says it of a text's.
    package func isPlainPunctuation(_ id: Int) -> Bool {
        let token = self[id]
        return token.count == 1 && token.allSatisfy(TokenList.isPlainPunctuation)
    }

    /// The number of `token`; a new one if it was never seen. `hash` is the `TokenHash` of its bytes.
    package mutating func intern(_ token: ArraySlice<UInt8>, hash: UInt64) -> Int32 {
        if count * 2 >= slots.count { rehash(slotCount: slots.count * 2) }
        let slot = slot(of: token, hash: hash)
        if slots[slot] != 0 { return Self.id(slots[slot]) }
        precondition(count < Int(Int32.max), "a table of \(count) tokens is full")
        slots[slot] = Self.entry(count, hash)
        bytes.append(contentsOf: token)
        ends.append(bytes.count)
        hashes.append(hash)
        return Int32(count - 1)
    }

    /// The number of `token`, if it was seen.
    package func id(of token: ArraySlice<UInt8>, hash: UInt64) -> Int32? {
        let entry = slots[slot(of: token, hash: hash)]
        return entry == 0 ? nil : Self.id(entry)
    }

    /// Makes room for `words` tokens of `bytes` bytes in all, so that adding them moves nothing.
    package mutating func reserve(words: Int, bytes byteCount: Int) {
        bytes.reserveCapacity(byteCount)
        ends.reserveCapacity(words)
        hashes.reserveCapacity(words)
        var slotCount = slots.count
        while slotCount <= words * 2 { slotCount *= 2 }
        if slotCount > slots.count { rehash(slotCount: slotCount) }
    }

    private static func entry(_ id: Int, _ hash: UInt64) -> UInt64 { (hash >> 32) << 32 | UInt64(id + 1) }

    private static func id(_ entry: UInt64) -> Int32 { Int32(truncatingIfNeeded: entry & 0xFFFF_FFFF) - 1 }

    /// The slot that holds `token`, or the empty one where it belongs.
    @inline(__always)
    private func slot(of token: ArraySlice<UInt8>, hash: UInt64) -> Int {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] != 0 {
            if slots[slot] >> 32 == hash >> 32, holds(token, at: Int(Self.id(slots[slot]))) { return slot }
            slot = (slot + 1) & mask
        }
        return slot
    }

    private mutating func rehash(slotCount: Int) {
        let mask = slotCount - 1
        slots = Array(repeating: 0, count: slotCount)
        for (id, hash) in hashes.enumerated() {
            var slot = Int(truncatingIfNeeded: hash) & mask
            while slots[slot] != 0 { slot = (slot + 1) & mask }
            slots[slot] = Self.entry(id, hash)
        }
    }
}
