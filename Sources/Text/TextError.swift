/// What can be wrong with a text table that comes from a file.
public enum TextError: Error, Equatable, CustomStringConvertible {
    /// The vocabulary at `place` (a word's number, where there is one) is not what a vocabulary must be.
    case damagedVocabulary(word: Int?, found: String, expected: String)

    public var description: String {
        switch self {
        case .damagedVocabulary(let word, let found, let expected):
            let place = word.map { "vocabulary, word \($0)" } ?? "vocabulary"
            return "\(place): \(found), expected \(expected); the model file is damaged, train it again or take a copy"
        }
    }
}
