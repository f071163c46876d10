/// Splits a review's text into tokens.
///
/// - Words are runs of letters, marks and digits of any script, in lower case. An apostrophe inside a word stays (`don't`,
///   always as `'`), but elided words part behind it (`n'` `aime`). Numbers keep their inner signs (`8.5`, `7/10`).
/// - Letters of scripts written without spaces (Chinese, kana, Thai, Lao, Khmer, Burmese) are tokens by themselves.
/// - `!` and `?` come as `!`, `!!`, `!!!` (three or more), the same with `?`, and `?!` for mixed runs; two dots or more are `...`.
/// - Emoticons are one token without a nose (`:-(` is `:(`), emoji one token each, joined and coloured ones too.
/// - `. , ; : ( ) " -` are tokens; all other signs only part words. Addresses are `<url>`, `@names` are `<user>`.
/// - A letter repeated more than three times stands three times.
/// - With `cleansHTML`, tags part words and character references stand for their characters, also twice escaped ones.
package struct Tokenizer: Sendable {
    package let settings: TextSettings
    let bytes: ByteTable

    package init(_ settings: TextSettings) {
        self.settings = settings
        bytes = ByteTable(lowercase: settings.lowercase)
    }

    /// Replaces `tokens` by the tokens of `text` (UTF-8; ill-formed bytes become U+FFFD).
    package func tokenize(_ text: ArraySlice<UInt8>, into tokens: inout TokenList) {
        if settings.cleansHTML, let decoded = Entities.decoded(text) {
            scan(ArraySlice(decoded), into: &tokens)
        } else {
            scan(text, into: &tokens)
        }
    }
}
