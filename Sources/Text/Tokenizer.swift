/// Splits a review's text into tokens.
package struct Tokenizer: Sendable {
    package let settings: TextSettings

    package init(_ settings: TextSettings) {
        self.settings = settings
    }

    /// Replaces `tokens` by the tokens of `text` (UTF-8; ill-formed bytes become U+FFFD).
    package func tokenize(_ text: ArraySlice<UInt8>, into tokens: inout TokenList) {
        tokens.removeAll()
        for word in text.split(separator: 0x20) {
            tokens.append(
                word, hash: word.reduce(14_695_981_039_346_656_037) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 })
        }
    }
}
