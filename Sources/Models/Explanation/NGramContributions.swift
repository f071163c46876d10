import ValenceText

/// The contributions of tokens to a model that adds up what its n-grams give: an n-gram's share goes in equal
/// parts to the places where it stands, and there in equal parts to its tokens.
enum NGramContributions {
    /// - Parameters:
    ///   - values: what each occurrence gives, in the order of `occurrences`.
    ///   - count: of the review's tokens.
    static func shared(_ occurrences: [NGramOccurrence], _ values: [Double], count: Int) -> [Double] {
        var contributions = [Double](repeating: 0, count: count)
        for (occurrence, value) in zip(occurrences, values) {
            let share = value / Double(occurrence.tokens.count)
            for token in occurrence.tokens { contributions[token] += share }
        }
        return contributions
    }
}

extension BagOfWordsClassifier {
    package func contributions(of review: TokenList, along direction: [Double]) -> [Double] {
        let occurrences = index.occurrences(in: review, upTo: settings.ngrams, characters: settings.characters)
        var counts: [Int32: Int] = [:]
        for occurrence in occurrences { counts[occurrence.place, default: 0] += 1 }
        // Two classes share one decision value d, as −d/2 and d/2.
        let outputs = classCount == 2 ? [(direction[1] - direction[0]) / 2] : direction
        var scale = 1.0
        if settings.weighting == .tfidf {
            let square = counts.keys.sorted().reduce(0.0) { sum, place in
                let weighted = Double(settings.weighting.value(Float(counts[place] ?? 0)) * idf[Int(place)])
                return sum + weighted * weighted
            }
            if square > 0 { scale = 1 / square.squareRoot() }
        }
        let values = occurrences.map { occurrence in
            let count = counts[occurrence.place] ?? 1
            let value = Double(settings.weighting.value(Float(count))) * scale / Double(count)
            return outputs.indices.reduce(0) { sum, output in
                sum + outputs[output] * value * Double(weights[Int(occurrence.place) * outputs.count + output])
            }
        }
        let contributions = NGramContributions.shared(occurrences, values, count: review.count)
        guard let documents else { return contributions }
        return zip(contributions, documents.contributions(of: review, along: outputs)).map(+)
    }
}

extension MeanEmbeddingClassifier {
    package func contributions(of review: TokenList, along direction: [Double]) -> [Double] {
        let occurrences = index.occurrences(in: review, upTo: settings.ngrams)
        let products = network.products(of: occurrences.map(\.place), along: direction.map { Float($0) })
        return NGramContributions.shared(
            occurrences, products.map { Double($0) / Double(occurrences.count) }, count: review.count)
    }
}
