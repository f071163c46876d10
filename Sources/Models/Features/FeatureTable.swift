/// The n-grams that a model knows, by their 64-bit hashes: feature `i` is the i-th smallest hash.
///
/// The upper bits of a hash point into a directory, which says where the few hashes begin that share them; so a look-up
/// touches two places of memory and building the table is one pass. Two of n different n-grams share a hash with a
/// chance near n² / 2⁶⁵: for ten million n-grams one in 370,000.
struct FeatureTable: Sendable {
    let hashes: [UInt64]
    /// `starts[b]..<starts[b + 1]` are the features whose hash begins with the bits b.
    private let starts: [Int32]
    private let shift: UInt64

    /// `nil` unless `hashes` ascend strictly.
    init?(ascending hashes: [UInt64]) {
        guard hashes.count < Int(Int32.max) else { return nil }
        var bits: UInt64 = 1
        while 1 << bits < hashes.count { bits += 1 }
        shift = 64 - bits
        var starts = [Int32](repeating: 0, count: 1 << Int(bits) + 1)
        var previous: UInt64?
        for hash in hashes {
            if let previous, previous >= hash { return nil }
            starts[Int(hash >> shift) + 1] += 1
            previous = hash
        }
        for bucket in 1..<starts.count { starts[bucket] += starts[bucket - 1] }
        self.hashes = hashes
        self.starts = starts
    }

    var count: Int { hashes.count }

    /// The feature with this hash; −1 for none.
    @inline(__always)
    func index(of hash: UInt64) -> Int32 {
        let bucket = Int(truncatingIfNeeded: hash >> shift)
        let end = starts[bucket + 1]
        var feature = starts[bucket]
        while feature < end {
            if hashes[Int(feature)] == hash { return feature }
            feature += 1
        }
        return -1
    }
}
