import ValenceNetworks
import ValenceText

/// What can be said of a text beside a model's answer: its length, how much of it the model does not know, and whether the
/// model was made with it.
package struct TextProbe: Sendable {
    package struct Finding: Sendable {
        package let tokenCount: Int
        /// `nil` where the model has no vocabulary.
        package let words: UnknownWords?
        /// `nil` where the text is new to the model, or the model does not remember its texts.
        package let match: SeenTexts.Match?
    }

    private static let blockSize = 64

    private let model: TrainedModel
    private let tokenizer: Tokenizer
    private let seen: SeenTexts.Index?
    private let threads: Int

    package init(_ model: TrainedModel, threads: Int) {
        self.model = model
        tokenizer = Tokenizer(model.textSettings)
        seen = model.seenTexts?.index()
        self.threads = threads
    }

    /// One finding a text, in order.
    package func examine(_ texts: [ArraySlice<UInt8>]) -> [Finding] {
        let blocks = stride(from: 0, to: texts.count, by: Self.blockSize).map {
            texts[$0..<min($0 + Self.blockSize, texts.count)]
        }
        return parallelMap(blocks.count, threads: threads) { block in
            var tokens = TokenList()
            return blocks[block].map { text in
                tokenizer.tokenize(text, into: &tokens)
                return Finding(
                    tokenCount: tokens.count, words: model.classifier.unknownWords(in: tokens),
                    match: seen?.match(tokens))
            }
        }.flatMap { $0 }
    }
}
