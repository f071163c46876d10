/// Every distinct token of a collection, numbered in order of first appearance.
///
/// Open addressing over the tokens' own hashes; the bytes are compared too, so two tokens never share a number.
package struct TokenTable: Sendable {
    package private(set) var bytes: [UInt8] = []
    package private(set) var ends: [Int] = []
    package private(set) var hashes: [UInt64] = []
    private var slots: [Int32] = Array(repeating: -1, count: 1024)

    package init() {}

    package var count: Int { ends.count }

    package subscript(id: Int) -> ArraySlice<UInt8> {
        bytes[(id == 0 ? 0 : ends[id - 1])..<ends[id]]
    }

    /// The number of `token`; a new one if it was never seen.
    package mutating func intern(_ token: ArraySlice<UInt8>, hash: UInt64) -> Int32 {
        if count * 2 >= slots.count { grow() }
        let slot = slot(of: token, hash: hash)
        if slots[slot] >= 0 { return slots[slot] }
        let id = Int32(count)
        slots[slot] = id
        bytes.append(contentsOf: token)
        ends.append(bytes.count)
        hashes.append(hash)
        return id
    }

    /// The number of `token`, if it was seen.
    package func id(of token: ArraySlice<UInt8>, hash: UInt64) -> Int32? {
        let id = slots[slot(of: token, hash: hash)]
        return id < 0 ? nil : id
    }

    /// The slot that holds `token`, or the empty one where it belongs.
    private func slot(of token: ArraySlice<UInt8>, hash: UInt64) -> Int {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: hash ^ (hash >> 32)) & mask
        while slots[slot] >= 0 {
            let id = Int(slots[slot])
            if hashes[id] == hash, self[id] == token { return slot }
            slot = (slot + 1) & mask
        }
        return slot
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

    private mutating func grow() { rehash(slotCount: slots.count * 2) }

    private mutating func rehash(slotCount: Int) {
        let mask = slotCount - 1
        slots = Array(repeating: -1, count: mask + 1)
        for (id, hash) in hashes.enumerated() {
            var slot = Int(truncatingIfNeeded: hash ^ (hash >> 32)) & mask
            while slots[slot] >= 0 { slot = (slot + 1) & mask }
            slots[slot] = Int32(id)
        }
    }
}
