extension NGrams {
    /// Appends the n-grams of 2 to `length` tokens of the text whose tokens' hashes are `grams[start...]`.
    static func lengthen(_ grams: inout [UInt64], from start: Int, upTo length: Int) {
        precondition((1...maximumLength).contains(length), "n-grams of \(length) tokens; 1 to \(maximumLength)")
        let count = grams.count - start
        grams.append(contentsOf: repeatElement(0, count: number(ofTokens: count, upTo: length) - count))
        grams.withUnsafeMutableBufferPointer { grams in
            // A run of k tokens is the run of k − 1 that begins with it, and its last token.
            var head = start
            var next = start + count
            for k in stride(from: 2, through: min(length, count), by: 1) {
                let first = next
                for last in start + k - 1..<start + count {
                    grams[next] = combine(grams[head], grams[last])
                    head &+= 1
                    next &+= 1
                }
                head = first
            }
        }
    }

    /// Appends the hashes of all tokens but plain punctuation.
    static func appendWords(_ tokens: borrowing TokenList, to grams: inout [UInt64]) {
        let start = grams.count
        grams.append(contentsOf: tokens.hashes)
        // Punctuation is too frequent to be foretold: a hash is always written, and kept by moving on.
        let end = grams.withUnsafeMutableBufferPointer { grams in
            tokens.storage.withUnsafeBufferPointer { storage in
                tokens.ends.withUnsafeBufferPointer { ends in
                    var next = start
                    var tokenStart: Int32 = 0
                    for index in ends.indices {
                        let end = ends[index]
                        grams[next] = grams[start + index]
                        let isPlain =
                            end &- tokenStart == 1 && TokenList.isPlainPunctuation(storage[Int(tokenStart)])
                        next &+= isPlain ? 0 : 1
                        tokenStart = end
                    }
                    return next
                }
            }
        }
        grams.removeLast(grams.count - end)
    }
}
