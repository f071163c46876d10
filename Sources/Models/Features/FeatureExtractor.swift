import ValenceText

/// Finds the features of one review after the other: which n-grams of a table it has, and how often.
struct FeatureExtractor {
    private let table: FeatureTable
    private let ngrams: Int
    private var grams: [UInt64] = []
    /// The latest review's features, ascending, each once.
    private(set) var features: [Int32] = []
    /// How often each of `features` occurs.
    private(set) var counts: [Int32] = []

    init(table: FeatureTable, ngrams: Int) {
        self.table = table
        self.ngrams = ngrams
    }

    mutating func read(_ tokens: borrowing TokenList) {
        grams.removeAll(keepingCapacity: true)
        NGrams.append(tokens: tokens, upTo: ngrams, skippingPlainPunctuation: true, into: &grams)
        lookUp()
    }

    /// The same from the tokens' hashes, plain punctuation left out.
    mutating func read(hashes: [UInt64]) {
        grams.removeAll(keepingCapacity: true)
        NGrams.append(hashes: hashes, upTo: ngrams, into: &grams)
        lookUp()
    }

    private mutating func lookUp() {
        features.removeAll(keepingCapacity: true)
        counts.removeAll(keepingCapacity: true)
        for gram in grams {
            let feature = table.index(of: gram)
            if feature >= 0 { features.append(feature) }
        }
        features.sort()
        var kept = 0
        var position = 0
        while position < features.count {
            let feature = features[position]
            var end = position + 1
            while end < features.count, features[end] == feature { end += 1 }
            features[kept] = feature
            counts.append(Int32(end - position))
            kept += 1
            position = end
        }
        features.removeLast(features.count - kept)
    }
}
