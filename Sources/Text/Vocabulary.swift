/// The words that a model knows, numbered from 0; 0 is `<unk>`, every other word.
///
/// Ids run from the most frequent word to the rarest, so an embedding table's hot rows lie together.
package struct Vocabulary: Sendable {
    package static let unknown: Int32 = 0
    package static let unknownWord = "<unk>"

    private var table = TokenTable()

    /// The `maximumSize − 1` most frequent tokens of `table` seen at least `minimumCount` times, and `<unk>`.
    ///
    /// `counts[id]` is how often the token `id` was seen. Among equally frequent ones the smaller bytes come first.
    package init(table tokens: TokenTable, counts: [Int], maximumSize: Int, minimumCount: Int) {
        precondition(counts.count == tokens.count, "\(counts.count) counts for \(tokens.count) tokens")
        precondition(maximumSize >= 1, "a vocabulary of \(maximumSize) words; at least 1, <unk>")
        let unknownHash = TokenHash.of(Self.unknownWord)
        _ = table.intern(ArraySlice(Self.unknownWord.utf8), hash: unknownHash)
        let frequent = counts.indices.filter { counts[$0] >= max(1, minimumCount) }.sorted {
            if counts[$0] != counts[$1] { return counts[$0] > counts[$1] }
            return tokens[$0].lexicographicallyPrecedes(tokens[$1])
        }
        for id in frequent {
            guard table.count < maximumSize else { break }
            _ = table.intern(tokens[id], hash: tokens.hashes[id])
        }
    }

    /// The vocabulary whose word `id` is `bytes[ends[id − 1]..<ends[id]]`: what `bytes` and `ends` gave.
    package init(bytes: [UInt8], ends: [Int64]) throws(TextError) {
        guard let last = ends.last else {
            throw .damagedVocabulary(word: nil, found: "no words", expected: "at least \(Self.unknownWord)")
        }
        guard last == Int64(bytes.count) else {
            throw .damagedVocabulary(
                word: ends.count - 1, found: "end \(last)", expected: "\(bytes.count), the number of bytes")
        }
        guard ends.count <= Int(Int32.max) else {
            throw .damagedVocabulary(word: nil, found: "\(ends.count) words", expected: "at most \(Int32.max)")
        }
        table.reserve(words: ends.count, bytes: bytes.count)
        let isText = String(validating: bytes, as: UTF8.self) != nil
        var start: Int64 = 0
        for (id, end) in ends.enumerated() {
            guard end > start, end <= Int64(bytes.count) else {
                throw .damagedVocabulary(
                    word: id, found: "bytes \(start)..<\(end)", expected: "an end in \(start + 1)...\(bytes.count)")
            }
            let word = bytes[Int(start)..<Int(end)]
            // Text that is cut between its characters is text on both sides.
            let isCutBetween = [start, end].allSatisfy { $0 == last || bytes[Int($0)] & 0xC0 != 0x80 }
            guard isText && isCutBetween || String(validating: word, as: UTF8.self) != nil else {
                throw .damagedVocabulary(word: id, found: "bytes that are not UTF-8", expected: "a word in UTF-8")
            }
            if id == 0, !word.elementsEqual(Self.unknownWord.utf8) {
                throw .damagedVocabulary(
                    word: 0, found: "'\(String(decoding: word, as: UTF8.self))'", expected: "'\(Self.unknownWord)'")
            }
            let earlier = table.intern(word, hash: TokenHash.of(word))
            guard Int(earlier) == id else {
                throw .damagedVocabulary(
                    word: id, found: "'\(String(decoding: word, as: UTF8.self))', which is word \(earlier) too",
                    expected: "words that differ")
            }
            start = end
        }
    }

    package var count: Int { table.count }

    /// All words' UTF-8, one behind the other; word `id` ends before `ends[id]`.
    package var bytes: [UInt8] { table.bytes }
    package var ends: [Int64] { table.ends.map { Int64($0) } }

    /// The id of the word with these bytes and their `TokenHash`; `unknown` for any other.
    package func id(of token: ArraySlice<UInt8>, hash: UInt64) -> Int32 {
        table.id(of: token, hash: hash) ?? Self.unknown
    }

    package func id(of word: String) -> Int32 {
        let bytes = ArraySlice(word.utf8)
        return id(of: bytes, hash: TokenHash.of(bytes))
    }

    /// Replaces `ids` by the ids of `tokens`, one each.
    package func ids(of tokens: borrowing TokenList, into ids: inout [Int32]) {
        ids.removeAll(keepingCapacity: true)
        ids.reserveCapacity(tokens.count)
        for index in 0..<tokens.count { ids.append(id(of: tokens[index], hash: tokens.hashes[index])) }
    }

    package func word(_ id: Int32) -> String {
        precondition(id >= 0 && id < count, "word \(id) of a vocabulary of \(count)")
        return String(decoding: table[Int(id)], as: UTF8.self)
    }
}
