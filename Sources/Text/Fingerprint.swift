/// A 64-bit number that copies of one text share.
///
/// It runs over the tokens but the plain punctuation, so copies that differ in capitals, blanks, tags, entities, commas or
/// the shape of their quotes have one fingerprint. Two different texts share one with a chance near 2⁻⁶⁴; all texts
/// without a single word do.
package enum Fingerprint {
    package static func of(_ tokens: borrowing TokenList) -> UInt64 {
        var state = TokenHash.seed
        for index in 0..<tokens.count where !tokens.isPlainPunctuation(index) {
            state = NGrams.combine(state, tokens.hashes[index])
        }
        return state
    }
}
