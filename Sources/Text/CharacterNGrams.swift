/// Runs of neighbouring characters of a word, by which it is like its inflections, compounds and misspellings (Bojanowski et
/// al. 2017, arXiv:1607.04606).
///
/// A word is read with a mark before and one behind it, so that its beginning and its end are runs of their own. As with
/// n-grams of tokens the hash of a run grows from the left:
///
///     h() = start        h(c…d) = combine(h(c…), d)
extension NGrams {
    /// How many characters a run has.
    package static let characterLengths = 2...maximumLength

    private static let mark: UInt64 = 0
    private static let start = TokenHash.of("characters")

    /// Appends the hashes of all runs of 2 to `length` characters of a word, by their first character.
    /// - Parameter word: UTF-8.
    package static func appendCharacters(of word: ArraySlice<UInt8>, upTo length: Int, into grams: inout [UInt64]) {
        // A character is the number that its bytes make.
        var characters = [mark]
        for byte in word {
            if byte & 0xC0 == 0x80, characters.count > 1 {
                characters[characters.count - 1] = characters[characters.count - 1] << 8 | UInt64(byte)
            } else {
                characters.append(UInt64(byte))
            }
        }
        characters.append(mark)
        for first in 0..<characters.count - 1 {
            var hash = combine(start, characters[first])
            for last in first + 1..<min(first + length, characters.count) {
                hash = combine(hash, characters[last])
                grams.append(hash)
            }
        }
    }

    /// Appends those of every token but plain punctuation.
    static func appendCharacters(of tokens: borrowing TokenList, upTo length: Int, into grams: inout [UInt64]) {
        for index in 0..<tokens.count where !tokens.isPlainPunctuation(index) {
            appendCharacters(of: tokens[index], upTo: length, into: &grams)
        }
    }
}
