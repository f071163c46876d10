/// Finds near duplicates among many texts without comparing with each.
///
/// The 128 values of a text are cut into 16 bands of 8. Texts that are alike have a band in common: nearly always from 0.9
/// on, 97 times of 100 at 0.8 itself; two of nothing in common once in 270 million pairs (Leskovec, Rajaraman & Ullman 2020,
/// "Mining of Massive Datasets", section 3.4). Only texts with a common band are compared. About 200 bytes a text.
package struct MinHashIndex: Sendable {
    private static let bandCount = 16

    private let hashes: [MinHash]
    /// From a band's spread bits to its bucket.
    private let shift: UInt32
    /// For each band, where each bucket's texts begin in `rows`, and where the last one's end.
    private let starts: [Int32]
    /// For each band, all texts sorted by bucket.
    private let rows: [Int32]

    package init(_ hashes: [MinHash]) {
        precondition(hashes.count < Int(Int32.max) / Self.bandCount, "\(hashes.count) texts in one index")
        var bits = 1
        while 1 << bits < hashes.count { bits += 1 }
        let shift = UInt32(32 - bits)
        let bucketCount = 1 << bits
        var starts: [Int32] = []
        var rows = [Int32](repeating: 0, count: hashes.count * Self.bandCount)
        starts.reserveCapacity((bucketCount + 1) * Self.bandCount)
        for band in 0..<Self.bandCount {
            var places = [Int32](repeating: 0, count: bucketCount + 1)
            for hash in hashes { places[Self.bucket(of: hash, band, shift) + 1] += 1 }
            places[0] = Int32(band * hashes.count)
            for bucket in 0..<bucketCount { places[bucket + 1] += places[bucket] }
            starts += places
            for (row, hash) in hashes.enumerated() {
                let bucket = Self.bucket(of: hash, band, shift)
                rows[Int(places[bucket])] = Int32(row)
                places[bucket] += 1
            }
        }
        self.hashes = hashes
        self.shift = shift
        self.starts = starts
        self.rows = rows
    }

    private static func bucket(of hash: MinHash, _ band: Int, _ shift: UInt32) -> Int {
        let key = UInt32(truncatingIfNeeded: hash.words[band / 2] >> UInt64(band % 2 * 32))
        return Int((key &* 0x9E37_79B1) >> shift)
    }

    /// The number of a text that is a near duplicate, if there is one: the first of the first band that finds any.
    package func nearDuplicate(of hash: MinHash) -> Int? {
        guard !hashes.isEmpty else { return nil }
        let bandLength = starts.count / Self.bandCount
        for band in 0..<Self.bandCount {
            let bucket = band * bandLength + Self.bucket(of: hash, band, shift)
            for place in starts[bucket]..<starts[bucket + 1] {
                let row = Int(rows[Int(place)])
                if hashes[row].isNearDuplicate(of: hash) { return row }
            }
        }
        return nil
    }
}
