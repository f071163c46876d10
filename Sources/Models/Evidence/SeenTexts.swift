import ValenceNetworks
import ValenceText

/// What a model remembers of the texts it was made with (training and validation alike): enough to tell whether a review
/// was among them, not what it said. 72 bytes a text.
package struct SeenTexts: Sendable, Equatable {
    /// How a review stands to the texts that a model has seen.
    package enum Match: Sendable {
        /// One of them, capitals, blanks, tags and commas aside.
        case copy
        /// At least 80 % like one of them.
        case nearDuplicate
    }

    /// The most texts that are kept: 18 MB.
    package static let limit = 250_000

    /// How many different texts there were. Where that is more than `count`, each that was kept stands for several.
    package let distinctCount: Int
    private let fingerprints: [UInt64]
    private let hashes: [MinHash]

    /// How many texts are kept.
    package var count: Int { fingerprints.count }

    /// All different texts of a corpus that have a label, or `limit` of them, evenly spaced.
    /// - Parameter fingerprints: of each review of the corpus.
    package init(of corpus: Corpus, fingerprints: [UInt64], limit: Int = Self.limit, threads: Int) {
        var met: Set<UInt64> = []
        let distinct = fingerprints.indices.filter {
            corpus.labels[$0] >= 0 && met.insert(fingerprints[$0]).inserted
        }
        let kept =
            distinct.count <= limit ? distinct : (0..<limit).map { distinct[$0 * distinct.count / limit] }
        let blocks = stride(from: 0, to: kept.count, by: 256).map { kept[$0..<min($0 + 256, kept.count)] }
        distinctCount = distinct.count
        self.fingerprints = kept.map { fingerprints[$0] }
        let isWord = (0..<corpus.table.count).map { !corpus.table.isPlainPunctuation($0) }
        let tokenHashes = corpus.table.hashes
        hashes = parallelMap(blocks.count, threads: threads) { block in
            blocks[block].map { review in
                let words = corpus[review].filter { isWord[Int($0)] }
                return MinHash(wordHashes: words.map { tokenHashes[Int($0)] })
            }
        }.flatMap { $0 }
    }

    /// Finds reviews among the texts.
    package struct Index: Sendable {
        private let fingerprints: Set<UInt64>
        private let near: MinHashIndex

        fileprivate init(_ texts: SeenTexts) {
            fingerprints = Set(texts.fingerprints)
            near = MinHashIndex(texts.hashes)
        }

        /// - Parameter tokens: as the model's own text settings give them.
        package func match(_ tokens: borrowing TokenList) -> Match? {
            if fingerprints.contains(Fingerprint.of(tokens)) { return .copy }
            return near.nearDuplicate(of: MinHash(tokens)) == nil ? nil : .nearDuplicate
        }
    }

    /// One a text, equal for copies.
    var distinctFingerprints: Set<UInt64> { Set(fingerprints) }

    package func index() -> Index { Index(self) }
}

extension SeenTexts {
    package func save(to file: inout TensorFileWriter) {
        file.add("seen.distinct", table: [Int64(distinctCount)])
        file.add("seen.fingerprints", table: fingerprints)
        file.add("seen.minhashes", table: hashes.flatMap { hash in (0..<8).map { hash.words[$0] } })
    }

    /// `nil` where the file has none, as those of earlier versions.
    /// - Throws: `ModelsError.badModel` where the tables contradict each other.
    package init?(from file: TensorFile) throws {
        guard file.contains("seen.fingerprints") else { return nil }
        let fingerprints = try file.table("seen.fingerprints", of: UInt64.self)
        let words = try file.table("seen.minhashes", of: UInt64.self)
        let distinct = try file.table("seen.distinct", of: Int64.self)
        guard words.count == fingerprints.count * 8, distinct.count == 1, distinct[0] >= fingerprints.count else {
            throw ModelsError.badModel(
                path: file.path,
                problem: "\(words.count) words of MinHash for \(fingerprints.count) texts it has seen, expected "
                    + "\(fingerprints.count * 8); it is damaged")
        }
        distinctCount = Int(distinct[0])
        self.fingerprints = fingerprints
        hashes = stride(from: 0, to: words.count, by: 8).map { start in
            var lanes = SIMD8<UInt64>()
            for lane in 0..<8 { lanes[lane] = words[start + lane] }
            return MinHash(words: lanes)
        }
    }
}
