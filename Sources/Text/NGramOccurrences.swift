/// A known n-gram where it stands in a text.
package struct NGramOccurrence: Sendable, Equatable {
    /// Among all of an index.
    package let place: Int32
    /// The tokens it is made of, ascending; plain punctuation between them is not among them.
    package let tokens: ArraySlice<Int>
}

extension NGramIndex {
    /// The known n-grams that `find` finds, each with its tokens: all of one token first; runs of a word's characters last.
    package func occurrences(
        in tokens: borrowing TokenList, upTo length: Int, characters: Int? = nil
    ) -> [NGramOccurrence] {
        var words: [Int] = []
        for index in 0..<tokens.count where !tokens.isPlainPunctuation(index) { words.append(index) }
        // Hashes of the runs of k tokens, by their first.
        var runs = words.map { tokens.hashes[$0] }
        var found: [NGramOccurrence] = []
        for k in 1...length {
            if k > 1 {
                guard runs.count > 1 else { break }
                runs = (0..<runs.count - 1).map { NGrams.combine(runs[$0], tokens.hashes[words[$0 + k - 1]]) }
            }
            for (first, hash) in runs.enumerated() {
                guard let place = place(of: hash) else { continue }
                found.append(NGramOccurrence(place: place, tokens: words[first..<first + k]))
            }
        }
        guard let characters else { return found }
        for (number, word) in words.enumerated() {
            var runs: [UInt64] = []
            NGrams.appendCharacters(of: tokens[word], upTo: characters, into: &runs)
            for place in runs.compactMap(place) {
                found.append(NGramOccurrence(place: place, tokens: words[number..<number + 1]))
            }
        }
        return found
    }
}
