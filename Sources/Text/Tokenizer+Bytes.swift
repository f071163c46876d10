extension Tokenizer {
    /// Replaces `tokens` by those of `text`, whose character references are decoded.
    func scan(_ text: ArraySlice<UInt8>, into tokens: inout TokenList) {
        // No character gives more than three times its bytes: `@a` gives `<user>`, an ill-formed byte U+FFFD.
        tokens.rewrite(atMost: text.count * 3) { writer in
            text.withUnsafeBufferPointer { buffer in
                guard let view = ByteView(buffer) else { return }
                bytes.kinds.withUnsafeBufferPointer { kinds in
                    bytes.folds.withUnsafeBufferPointer { folds in
                        bytes.after.withUnsafeBufferPointer { after in
                            guard let kinds = kinds.baseAddress, let folds = folds.baseAddress,
                                let after = after.baseAddress
                            else { return }
                            var scanner = Scanner(text: view, settings: settings, kinds: kinds, folds: folds)
                            scanner.run(after: after, into: &writer)
                        }
                    }
                }
            }
        }
    }
}
