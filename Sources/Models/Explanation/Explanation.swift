/// Why a model gave its answer to a review: what each word added to it.
///
/// The answer's log-odds are its logit less the mean of the other labels', by the calibrated temperature: for two labels
/// ln(p / (1 − p)). They are the sum of `base`, which holds without any word, and of the words' weights.
public struct Explanation: Sendable, Equatable {
    /// A word at one place.
    public struct Token: Sendable, Equatable {
        /// Where it stands: UTF-8 bytes of the text.
        public let place: Range<Int>
        /// As the model sees it: lower-cased, tags and entities resolved.
        public let word: String
        /// Above 0 where it speaks for the answer, below where against.
        public let weight: Double
        /// Its weight in attention pooling, where the model has it: where the network looked, not what it concluded.
        public let attention: Double?
    }

    /// A word at all its places.
    public struct Word: Sendable, Equatable {
        public let word: String
        public internal(set) var weight: Double
        public internal(set) var attention: Double?
        public internal(set) var places: [Range<Int>]
    }

    /// The model's answer.
    public let label: String
    /// Its probability.
    public let confidence: Double
    public let logOdds: Double
    public let base: Double
    /// In the text's order.
    public let tokens: [Token]

    /// The `count` words that moved the answer most, whichever way, the strongest first; words without weight are none.
    public func words(_ count: Int) -> [Word] {
        let words = words.filter { $0.weight != 0 }
        let order = words.indices.sorted { (abs(words[$0].weight), $1) > (abs(words[$1].weight), $0) }
        return order.prefix(count).map { words[$0] }
    }

    /// The `count` words that attention pooling looked at most; none where the model has no such pooling.
    public func attendedWords(_ count: Int) -> [Word] {
        let words = words.filter { $0.attention != nil }
        let order = words.indices.sorted { (words[$0].attention ?? 0, $1) > (words[$1].attention ?? 0, $0) }
        return order.prefix(count).map { words[$0] }
    }

    /// All words, in the order of their first places.
    private var words: [Word] {
        var words: [Word] = []
        var indices: [String: Int] = [:]
        for token in tokens {
            if let index = indices[token.word] {
                words[index].weight += token.weight
                if let attention = token.attention { words[index].attention? += attention }
                words[index].places.append(token.place)
            } else {
                indices[token.word] = words.count
                words.append(
                    Word(word: token.word, weight: token.weight, attention: token.attention, places: [token.place]))
            }
        }
        return words
    }
}
