import ValenceText

/// A corpus as n-grams see it: the hash of every token but plain punctuation, one review behind the other.
struct TokenHashes: Sendable {
    private(set) var hashes: [UInt64] = []
    private var ends: [Int] = []

    init(_ corpus: Corpus) {
        var tokens = TokenList()
        for token in 0..<corpus.table.count {
            tokens.append(corpus.table[token], hash: corpus.table.hashes[token])
        }
        let isSkipped = (0..<tokens.count).map { tokens.isPlainPunctuation($0) }
        hashes.reserveCapacity(corpus.tokens.count)
        ends.reserveCapacity(corpus.count)
        var start = 0
        for end in corpus.ends {
            for position in start..<end {
                let token = Int(corpus.tokens[position])
                if !isSkipped[token] { hashes.append(corpus.table.hashes[token]) }
            }
            ends.append(hashes.count)
            start = end
        }
    }

    var count: Int { ends.count }

    /// Replaces `scratch` by the hashes of review `index`.
    func copy(_ index: Int, into scratch: inout [UInt64]) {
        scratch.removeAll(keepingCapacity: true)
        scratch.append(contentsOf: hashes[(index == 0 ? 0 : ends[index - 1])..<ends[index]])
    }
}
