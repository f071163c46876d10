import ValenceText

/// How a bag of words is made and learned; travels in the model file.
package struct BagOfWordsSettings: Codable, Sendable, Equatable {
    /// What an n-gram of a review counts.
    package enum Weighting: String, Codable, Sendable, CaseIterable {
        /// 1, however often it occurs.
        case binary
        /// (1 + ln tf) · idf with idf = 1 + ln((1 + reviews) / (1 + reviews with it)), over the review's Euclidean length.
        case tfidf = "tf-idf"
        /// How often it occurs.
        case counts
    }

    /// N-grams of 1 to this many tokens.
    package var ngrams = 3
    package var weighting = Weighting.binary
    /// In how many training reviews an n-gram must occur.
    package var minimumCount = 2
    /// Scales every n-gram by its naive Bayes log-count ratio (Wang & Manning 2012, "Baselines and Bigrams", ACL P12-2018).
    package var usesNaiveBayes = true
    /// What is added to every count before the ratio.
    package var smoothing = 1.0
    /// C: how much the loss of one review counts beside half the squared length of the weights.
    package var cost = 1.0
    /// The largest gradient of any dual variable at which the solver stops.
    package var tolerance = 1e-2
    package var maximumPasses = 200
    /// Learns from all reviews once the temperature is known: it comes from a model of the training reviews alone.
    package var refits = true

    package init() {}

    /// The usual settings of a weighting: the log-count ratio is made for binary features, and short vectors of length 1
    /// need a higher cost.
    package init(weighting: Weighting) {
        self.weighting = weighting
        usesNaiveBayes = weighting == .binary
        cost = weighting == .tfidf ? 30 : 1
    }

    /// The model in the field's words.
    package var architecture: String {
        let grams = ngrams == 1 ? "words" : "1- to \(ngrams)-grams"
        let weighting =
            switch weighting {
            case .binary: "binary"
            case .tfidf: "tf-idf"
            case .counts: "counted"
            }
        let scaling = usesNaiveBayes ? ", naive Bayes scaling" : ""
        return "bag of words, \(weighting) \(grams)\(scaling), logistic regression"
    }

    /// - Throws: `ModelsError.badOption` where a setting has no meaning.
    func check() throws {
        func require(_ condition: Bool, _ words: String) throws {
            guard condition else { throw ModelsError.badOption("bag of words: \(words)") }
        }
        try require(
            (1...NGrams.maximumLength).contains(ngrams),
            "n-grams of 1 to \(ngrams) tokens; expected 1 to \(NGrams.maximumLength) (--ngrams)")
        try require(minimumCount >= 1, "minimum count \(minimumCount); expected 1 or more (--min-count)")
        try require(smoothing > 0 && smoothing.isFinite, "smoothing \(smoothing); expected a number above 0")
        try require(cost > 0 && cost.isFinite, "cost \(cost); expected a number above 0")
        try require(tolerance > 0 && tolerance.isFinite, "tolerance \(tolerance); expected a number above 0")
        try require(maximumPasses >= 1, "\(maximumPasses) passes; expected 1 or more")
    }
}
