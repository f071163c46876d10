extension Tokenizer {
    /// The tokens of `text`, the same as `tokenize` gives, and the bytes of `text` that each came from, counted from its
    /// start. A slower walk, for the few texts that someone looks at.
    package func tokenizeWithPlaces(_ text: ArraySlice<UInt8>) -> (tokens: TokenList, places: [Range<Int>]) {
        let references = settings.cleansHTML ? Entities.references(in: text) : []
        guard !references.isEmpty, let decoded = Entities.decoded(text) else { return scanWithPlaces(text) }
        var (tokens, places) = scanWithPlaces(decoded[...])
        var map = ReferenceMap(references, start: text.startIndex)
        places = places.map { map.source(of: $0) }
        return (tokens, places)
    }

    private func scanWithPlaces(_ text: ArraySlice<UInt8>) -> (tokens: TokenList, places: [Range<Int>]) {
        var tokens = TokenList()
        var places: [Range<Int>] = []
        // As in `scan`.
        tokens.rewrite(atMost: text.count * 3) { writer in
            text.withUnsafeBufferPointer { buffer in
                guard let view = ByteView(buffer) else { return }
                bytes.kinds.withUnsafeBufferPointer { kinds in
                    bytes.folds.withUnsafeBufferPointer { folds in
                        guard let kinds = kinds.baseAddress, let folds = folds.baseAddress else { return }
                        var scanner = Scanner(text: view, settings: settings, kinds: kinds, folds: folds)
                        scanner.run(into: &writer, places: &places)
                    }
                }
            }
        }
        return (tokens, places)
    }
}
