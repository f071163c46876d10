/// The tokens of one text: UTF-8 in one buffer, with a hash of each. Reused from text to text without allocating.
package struct TokenList: Sendable {
    package private(set) var bytes: [UInt8] = []
    package private(set) var ends: [Int32] = []
    /// A 64-bit hash of each token's bytes, the same on every machine and in every run.
    package private(set) var hashes: [UInt64] = []

    package init() {}

    package var count: Int { ends.count }

    package subscript(index: Int) -> ArraySlice<UInt8> {
        bytes[(index == 0 ? 0 : Int(ends[index - 1]))..<Int(ends[index])]
    }

    package mutating func append(_ token: some Sequence<UInt8>, hash: UInt64) {
        bytes.append(contentsOf: token)
        ends.append(Int32(bytes.count))
        hashes.append(hash)
    }

    package mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        hashes.removeAll(keepingCapacity: true)
    }
}
