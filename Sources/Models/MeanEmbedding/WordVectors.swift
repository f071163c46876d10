import Foundation
import ValenceText

/// Word vectors read from the text format of word2vec or GloVe: a word and its numbers a line, parted by blanks, with or
/// without a first line of two numbers (how many words, how wide).
package struct WordVectors: Sendable {
    package let dimension: Int
    /// The vectors of the wanted words, in the file's order; the hash is the word's `TokenHash`.
    package private(set) var entries: [(hash: UInt64, vector: [Float])] = []

    package var count: Int { entries.count }

    /// Reads the vectors of the words whose hash `isWanted`; of a word that comes twice the first.
    /// - Throws: `ModelsError.badOption` where the file cannot be read or a line does not fit.
    package init(path: String, isWanted: (UInt64) -> Bool) throws {
        let content: Data
        do {
            content = try Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped)
        } catch {
            throw ModelsError.badOption("\(path): cannot be read; expected a file of word vectors (--vectors)")
        }
        var dimension: Int?
        var seen: Set<UInt64> = []
        var number = 0
        for line in content.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            number += 1
            let fields = line.split(whereSeparator: { $0 == UInt8(ascii: " ") || $0 == 0x09 || $0 == 0x0D })
            func bad(_ problem: String) -> ModelsError { .badOption("\(path):\(number): \(problem)") }
            guard !fields.isEmpty else { continue }
            if number == 1, fields.count == 2, let width = Self.header(fields) {
                dimension = width
                continue
            }
            let width = dimension ?? fields.count - 1
            guard width > 0 else { throw bad("a word without numbers; expected a word and its vector (--vectors)") }
            dimension = width
            // A few of GloVe's words hold blanks: what stands before the last D fields is the word.
            guard fields.count > width else {
                throw bad("found \(fields.count - 1) numbers, expected \(width) as in the lines before")
            }
            guard fields.count == width + 1 || Self.float(fields[fields.count - width - 1]) == nil else {
                throw bad("found \(fields.count - 1) numbers, expected \(width) as in the lines before")
            }
            let word = fields[0].startIndex..<fields[fields.count - width - 1].endIndex
            let hash = TokenHash.of(content[word])
            guard isWanted(hash), seen.insert(hash).inserted else { continue }
            entries.append(
                (
                    hash,
                    try fields.suffix(width).map { field in
                        guard let value = Self.float(field), value.isFinite else {
                            throw bad("found '\(String(decoding: field, as: UTF8.self))', expected a number")
                        }
                        return value
                    }
                ))
        }
        guard let dimension else {
            throw ModelsError.badOption("\(path): no vectors in it; expected a word and its numbers a line (--vectors)")
        }
        self.dimension = dimension
    }

    private static func header(_ fields: [Data]) -> Int? {
        guard Int(String(decoding: fields[0], as: UTF8.self)) != nil else { return nil }
        return Int(String(decoding: fields[1], as: UTF8.self)).flatMap { $0 > 0 ? $0 : nil }
    }

    private static func float(_ field: Data) -> Float? { Float(String(decoding: field, as: UTF8.self)) }
}
