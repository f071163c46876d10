import ValenceNetworks
import ValenceText

/// Labelled reviews, tokenised once for every model that trains on them.
package struct Corpus: Sendable {
    /// Every distinct token.
    package var table = TokenTable()
    /// All reviews' tokens as numbers of `table`, one review behind the other.
    package var tokens: [Int32] = []
    /// Where each review's tokens end in `tokens`.
    package var ends: [Int] = []
    /// Each review's label, as an index into `labelNames`; −1 for none.
    package var labels: [Int32] = []
    /// The probability that a teacher gives each class, of the reviews that it was asked about; `labels` has the likeliest.
    package var taught: [Int: [Float]] = [:]
    package var labelNames: [String] = []
    package var textSettings = TextSettings()

    package init() {}

    package var count: Int { ends.count }

    /// The tokens of review `index`, as numbers of `table`.
    package subscript(index: Int) -> ArraySlice<Int32> {
        tokens[(index == 0 ? 0 : ends[index - 1])..<ends[index]]
    }

    /// What review `index` is to be taken for.
    package func target(of index: Int) -> Target {
        taught[index].map { Target(shares: $0) } ?? Target(labels[index])
    }

    /// The review as the tokeniser made it, which is what a classifier takes.
    package func tokenList(_ index: Int) -> TokenList {
        var list = TokenList()
        for token in self[index] { list.append(table[Int(token)], hash: table.hashes[Int(token)]) }
        return list
    }
}

/// Which reviews of a corpus teach a model and which judge it.
package struct Split: Sendable {
    package var training: [Int]
    package var validation: [Int]

    package init(training: [Int], validation: [Int]) {
        self.training = training
        self.validation = validation
    }
}
