/// The 64-bit hash of a token's bytes: the same on every machine, in every run and in every version of the model file.
///
/// The bytes are read as little-endian words of eight; the last one, of none to seven bytes, is filled with zeros.
///
///     s = seed;  s = fold(s ^ word, first) for every word;  hash = fold(s ^ length, second)
///     fold(a, b) = the low half of the 128-bit product a · b, xor its high half
///
/// The folded multiplication is the mixing step of wyhash (Wang Yi 2019, https://github.com/wangyi-fudan/wyhash); the
/// composition and the constants are this project's. The constants are the fractional digits of √2, √3 and √5, made odd.
package enum TokenHash {
    static let seed: UInt64 = 0x6A09_E667_F3BC_C909
    static let first: UInt64 = 0xBB67_AE85_84CA_A73B
    static let second: UInt64 = 0x3C6E_F372_FE94_F82B

    @inline(__always)
    static func fold(_ a: UInt64, _ b: UInt64) -> UInt64 {
        let product = a.multipliedFullWidth(by: b)
        return product.low ^ product.high
    }

    /// The hash of `length` bytes, fewer than eight, packed into one word with the first byte lowest.
    @inline(__always)
    static func short(_ word: UInt64, length: Int) -> UInt64 {
        fold(fold(seed ^ word, first) ^ UInt64(truncatingIfNeeded: length), second)
    }

    /// The hash of any bytes.
    package static func of(_ bytes: some Sequence<UInt8>) -> UInt64 {
        var state = seed
        var word: UInt64 = 0
        var length: UInt64 = 0
        for byte in bytes {
            word |= UInt64(byte) << ((length & 7) * 8)
            length += 1
            if length & 7 == 0 {
                state = fold(state ^ word, first)
                word = 0
            }
        }
        return fold(fold(state ^ word, first) ^ length, second)
    }

    /// The hash of `word`'s UTF-8.
    package static func of(_ word: String) -> UInt64 { of(word.utf8) }
}
