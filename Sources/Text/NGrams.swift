/// Hashes of runs of 1 to n neighbouring tokens, made from the tokens' own hashes.
///
/// The hash of a run grows from the left, one multiplication per token, so all runs that end at a token cost n − 1 of them:
///
///     h(1…k) = combine(h(1…k−1), h(k))        combine(a, b) = fold(a + first, b ^ second)
///
/// It depends on the tokens' order and on their number.
package enum NGrams {
    /// The longest run.
    package static let maximumLength = 8

    /// The hash of the run `head` followed by the token `next`.
    @inline(__always)
    package static func combine(_ head: UInt64, _ next: UInt64) -> UInt64 {
        TokenHash.fold(head &+ TokenHash.first, next ^ TokenHash.second)
    }

    /// How many n-grams of 1 to `length` tokens `count` tokens have.
    package static func number(ofTokens count: Int, upTo length: Int) -> Int {
        (1...length).reduce(0) { $0 + max(0, count - $1 + 1) }
    }

    /// Appends the hashes of all n-grams of 1 to `length` tokens: all of one token first, then all of two.
    package static func append(hashes: [UInt64], upTo length: Int, into grams: inout [UInt64]) {
        let start = grams.count
        grams.append(contentsOf: hashes)
        lengthen(&grams, from: start, upTo: length)
    }

    /// Appends the hashes of all n-grams of `tokens`, where runs may leap over plain punctuation.
    package static func append(
        tokens: borrowing TokenList, upTo length: Int, skippingPlainPunctuation: Bool, into grams: inout [UInt64]
    ) {
        let start = grams.count
        if skippingPlainPunctuation {
            appendWords(tokens, to: &grams)
        } else {
            grams.append(contentsOf: tokens.hashes)
        }
        lengthen(&grams, from: start, upTo: length)
    }
}
