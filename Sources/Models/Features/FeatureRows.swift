import ValenceNetworks

/// Reviews as sparse rows of features: shape [reviews, features], where a row holds only what is not zero.
struct FeatureRows: Sendable {
    /// Ascending within each row.
    private(set) var features: [Int32] = []
    /// Beside each feature; empty where all are 1.
    var values: [Float] = []
    private(set) var ends: [Int] = []
    let featureCount: Int

    var count: Int { ends.count }

    @inline(__always)
    subscript(row: Int) -> Range<Int> { (row == 0 ? 0 : ends[row - 1])..<ends[row] }

    /// Rows of ones, or of counts.
    init(_ corpus: TokenHashes, table: FeatureTable, ngrams: Int, counted: Bool, threads: Int) {
        featureCount = table.count
        let size = 512
        let chunks = parallelMap((corpus.count + size - 1) / size, threads: threads) { chunk in
            var rows = Chunk()
            var extractor = FeatureExtractor(table: table, ngrams: ngrams)
            var tokens: [UInt64] = []
            for review in chunk * size..<min((chunk + 1) * size, corpus.count) {
                corpus.copy(review, into: &tokens)
                extractor.read(hashes: tokens)
                rows.features += extractor.features
                if counted { rows.counts += extractor.counts }
                rows.lengths.append(extractor.features.count)
            }
            return rows
        }
        features.reserveCapacity(chunks.reduce(0) { $0 + $1.features.count })
        for chunk in chunks {
            features += chunk.features
            values += chunk.counts.lazy.map { Float($0) }
            for length in chunk.lengths { ends.append((ends.last ?? 0) + length) }
        }
    }

    private struct Chunk: Sendable {
        var features: [Int32] = []
        var counts: [Int32] = []
        var lengths: [Int] = []
    }
}
