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

    /// Appends the hashes of all n-grams of 1 to `length` tokens: for each token in turn those that end there, shortest
    /// first.
    package static func append(hashes: [UInt64], upTo length: Int, into grams: inout [UInt64]) {
        var window = Window(length)
        for hash in hashes { window.push(hash, into: &grams) }
    }

    /// Appends the hashes of all n-grams of `tokens`, where runs may leap over plain punctuation.
    package static func append(
        tokens: borrowing TokenList, upTo length: Int, skippingPlainPunctuation: Bool, into grams: inout [UInt64]
    ) {
        var window = Window(length)
        for index in 0..<tokens.count where !(skippingPlainPunctuation && tokens.isPlainPunctuation(index)) {
            window.push(tokens.hashes[index], into: &grams)
        }
    }

    /// The hashes of the runs that end at the latest token, the run of k tokens at k − 1.
    private struct Window {
        private let length: Int
        private var seen = 0
        private var runs = SIMD8<UInt64>()

        init(_ length: Int) {
            precondition(
                (1...NGrams.maximumLength).contains(length), "n-grams of \(length) tokens; 1 to \(NGrams.maximumLength)"
            )
            self.length = length
        }

        @inline(__always)
        mutating func push(_ hash: UInt64, into grams: inout [UInt64]) {
            if seen < length { seen += 1 }
            var shorter = runs[0]
            runs[0] = hash
            grams.append(hash)
            for k in stride(from: 1, to: seen, by: 1) {
                let run = NGrams.combine(shorter, hash)
                shorter = runs[k]
                runs[k] = run
                grams.append(run)
            }
        }
    }
}
