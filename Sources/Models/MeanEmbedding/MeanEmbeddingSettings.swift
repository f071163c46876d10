import ValenceText

/// How a mean embedding is made; travels in the model file.
package struct MeanEmbeddingSettings: Codable, Sendable, Equatable {
    /// N-grams of 1 to this many tokens have vectors.
    package var ngrams = 2
    /// In how many training reviews an n-gram must occur.
    package var minimumCount = 2
    /// D, the width of the vectors.
    package var dimension = 16

    package init() {}

    /// The model in the field's words.
    package var architecture: String {
        let grams = ngrams == 1 ? "word vectors" : "vectors of 1- to \(ngrams)-grams"
        return "mean of \(grams) of width \(dimension), softmax"
    }

    /// - Throws: `ModelsError.badOption` where a setting has no meaning.
    func check() throws {
        func require(_ condition: Bool, _ words: String) throws {
            guard condition else { throw ModelsError.badOption("mean embedding: \(words)") }
        }
        try require(
            (1...NGrams.maximumLength).contains(ngrams),
            "n-grams of 1 to \(ngrams) tokens; expected 1 to \(NGrams.maximumLength) (--ngrams)")
        try require(minimumCount >= 1, "minimum count \(minimumCount); expected 1 or more (--min-count)")
        try require(
            (1...4096).contains(dimension), "vectors of width \(dimension); expected 1 to 4096 (--embedding-size)")
    }
}
