/// 64 bytes from which the likeness of two texts can be told: near duplicates without the texts.
///
/// Likeness is Jaccard's coefficient of the texts' shingles, their runs of five words without plain punctuation; a shorter
/// text is one shingle of all its words. Of 128 hash functions each keeps its least value over a text's shingles, which two
/// texts share with the chance of their likeness (Broder 1997, doi:10.1109/SEQUEN.1997.666900). Four bits of each are kept,
/// which agree by chance once in 16 times (b-bit minwise hashing: Li & König 2010, doi:10.1145/1772690.1772759); at 0.8 the
/// likeness is told to ± 0.04.
package struct MinHash: Sendable, Hashable {
    /// The length of a shingle in words.
    package static let shingleLength = 5
    /// How many hash functions there are.
    static let functionCount = 128
    /// Texts at least this alike are near duplicates.
    package static let threshold = 0.8
    /// How many of the kept values must agree for that: 128 (1/16 + 15/16 · 0.8).
    static let agreementThreshold = 104

    /// 16 values of four bits in each.
    package let words: SIMD8<UInt64>

    package init(words: SIMD8<UInt64>) {
        self.words = words
    }

    /// The text's, as it was tokenised. All texts without a word have one.
    package init(_ tokens: borrowing TokenList) {
        var hashes: [UInt64] = []
        hashes.reserveCapacity(tokens.count)
        for index in 0..<tokens.count where !tokens.isPlainPunctuation(index) { hashes.append(tokens.hashes[index]) }
        self.init(wordHashes: hashes)
    }

    /// - Parameter wordHashes: the `TokenHash` of each of a text's tokens that are more than plain punctuation.
    package init(wordHashes: [UInt64]) {
        var words = SIMD8<UInt64>()
        for (place, least) in Self.minima(of: Self.shingles(of: wordHashes)).enumerated() {
            // The least value itself is nearly all zeros in front: multiplied, its upper bits depend on all of it.
            words[place / 16] |= UInt64((least &* 0x9E37_79B1) >> 28) << UInt64(place % 16 * 4)
        }
        self.words = words
    }

    private static func shingles(of hashes: [UInt64]) -> [UInt32] {
        let length = min(shingleLength, hashes.count)
        return (0...(hashes.count - length)).map { start in
            var hash = TokenHash.seed
            for place in start..<start + length { hash = NGrams.combine(hash, hashes[place]) }
            return UInt32(truncatingIfNeeded: hash >> 32)
        }
    }

    /// How many of the 128 kept values both texts share.
    func agreement(with other: MinHash) -> Int {
        var differing = 0
        for place in 0..<8 {
            var bits = words[place] ^ other.words[place]
            bits |= bits >> 1
            bits |= bits >> 2
            differing += (bits & 0x1111_1111_1111_1111).nonzeroBitCount
        }
        return Self.functionCount - differing
    }

    /// The estimated likeness of two texts, 0 to 1.
    package func likeness(to other: MinHash) -> Double {
        max(0, (Double(agreement(with: other)) / Double(Self.functionCount) - 1.0 / 16) * 16 / 15)
    }

    package func isNearDuplicate(of other: MinHash) -> Bool { agreement(with: other) >= Self.agreementThreshold }
}
