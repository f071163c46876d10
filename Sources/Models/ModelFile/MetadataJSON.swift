import Foundation

/// How values stand in a tensor file's metadata: the same value, the same text.
enum MetadataJSON {
    /// - Throws: what `JSONEncoder` throws for values that hold non-finite numbers.
    static func text(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
