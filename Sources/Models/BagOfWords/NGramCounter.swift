import ValenceNetworks
import ValenceText

/// Counts the n-grams of a corpus: chunks of reviews side by side, then shards of hashes side by side.
///
/// An n-gram's shard is the upper bits of its hash, so a shard's n-grams are neighbours in the ascending order of all; a
/// shard's table fits a processor's cache. Columns are numbered by hash: neither threads nor chunks show in the outcome.
package struct NGramCounter: Sendable {
    /// Reviews hashed together.
    private static let chunkSize = 512
    /// N-grams of a shard, about.
    private static let shardSize = 1 << 16

    /// The longest n-gram.
    let length: Int
    /// In how many counted reviews an n-gram must stand to get a column.
    let minimumCount: Int
    let threads: Int
    private let corpus: Corpus
    /// By token number: plain punctuation, which n-grams leap over.
    private let isSkipped: [Bool]
    /// By token number: the runs of its characters; empty where words alone are counted.
    private let runs: [[UInt64]]

    /// - Parameter characters: the longest run of a word's characters; nil for none.
    package init(_ corpus: Corpus, length: Int, characters: Int? = nil, minimumCount: Int, threads: Int) {
        self.corpus = corpus
        self.length = length
        self.minimumCount = minimumCount
        self.threads = threads
        var words = TokenList()
        for token in 0..<corpus.table.count { words.append(corpus.table[token], hash: corpus.table.hashes[token]) }
        isSkipped = (0..<words.count).map { words.isPlainPunctuation($0) }
        guard let characters else {
            runs = []
            return
        }
        runs = (0..<words.count).map { token in
            var runs: [UInt64] = []
            if !words.isPlainPunctuation(token) {
                NGrams.appendCharacters(of: words[token], upTo: characters, into: &runs)
            }
            return runs
        }
    }

    /// The matrix of `reviews`, one row each in this order, whose columns stand in enough of the first `counted` ones.
    package func matrix(of reviews: [Int], counted: Int) -> NGramMatrix {
        let gramCount = reviews.reduce(0) { sum, review in
            let tokens = corpus[review]
            return sum + tokens.count * length + (runs.isEmpty ? 0 : tokens.reduce(0) { $0 + runs[Int($1)].count })
        }
        let shardBits = (0..<10).first { gramCount >> $0 <= Self.shardSize } ?? 10
        let chunkCount = (reviews.count + Self.chunkSize - 1) / Self.chunkSize
        let chunks = parallelMap(chunkCount, threads: threads) { index in
            let rows = index * Self.chunkSize..<min(reviews.count, (index + 1) * Self.chunkSize)
            return chunk(reviews, rows, shardBits: shardBits)
        }
        let shards = parallelMap(1 << shardBits, threads: threads) { shard($0, of: chunks, counted: counted) }
        return joined(shards, rowCount: reviews.count)
    }

    /// The n-grams of some rows, shard by shard, within a shard in the rows' order.
    private struct Chunk: Sendable {
        var hashes: [UInt64]
        var rows: [Int32]
        var shardStarts: [Int]
    }

    private func chunk(_ reviews: [Int], _ rows: Range<Int>, shardBits: Int) -> Chunk {
        var grams: [UInt64] = []
        var ends: [Int] = []
        var words: [UInt64] = []
        for row in rows {
            words.removeAll(keepingCapacity: true)
            for token in corpus[reviews[row]] where !isSkipped[Int(token)] {
                words.append(corpus.table.hashes[Int(token)])
            }
            NGrams.append(hashes: words, upTo: length, into: &grams)
            if !runs.isEmpty { for token in corpus[reviews[row]] { grams += runs[Int(token)] } }
            ends.append(grams.count)
        }
        // A shift by 64 gives 0: with one shard, everything is in it.
        let shift = UInt64(64 - shardBits)
        var starts = [Int](repeating: 0, count: (1 << shardBits) + 1)
        for gram in grams { starts[Int(gram >> shift) + 1] += 1 }
        for shard in 1..<starts.count { starts[shard] += starts[shard - 1] }
        var next = starts
        var hashes = [UInt64](repeating: 0, count: grams.count)
        var owners = [Int32](repeating: 0, count: grams.count)
        var start = 0
        for (row, end) in zip(rows, ends) {
            for index in start..<end {
                let shard = Int(grams[index] >> shift)
                hashes[next[shard]] = grams[index]
                owners[next[shard]] = Int32(row)
                next[shard] += 1
            }
            start = end
        }
        return Chunk(hashes: hashes, rows: owners, shardStarts: starts)
    }

    /// The entries of some neighbouring columns: by row, within a row by column.
    private struct Shard: Sendable {
        var hashes: [UInt64] = []
        var rows: [Int32] = []
        /// The column's number in the shard above, the number of occurrences in the lower half.
        var entries: [UInt64] = []

        /// The entries of some rows: the rows ascend.
        func entries(of wanted: Range<Int>) -> Range<Int> {
            func firstEntry(from row: Int) -> Int {
                var (low, high) = (0, rows.count)
                while low < high {
                    let middle = (low + high) / 2
                    if Int(rows[middle]) < row { low = middle + 1 } else { high = middle }
                }
                return low
            }
            return firstEntry(from: wanted.lowerBound)..<firstEntry(from: wanted.upperBound)
        }
    }

    private func shard(_ number: Int, of chunks: [Chunk], counted: Int) -> Shard {
        let total = chunks.reduce(0) { $0 + $1.shardStarts[number + 1] - $1.shardStarts[number] }
        var table = ShardTable(capacity: total)
        var ids: [Int32] = []
        ids.reserveCapacity(total)
        for chunk in chunks {
            for index in chunk.shardStarts[number]..<chunk.shardStarts[number + 1] {
                ids.append(table.see(chunk.hashes[index], row: chunk.rows[index], counted: counted))
            }
        }
        var shard = Shard()
        let rank = table.ranks(minimumCount: minimumCount, hashes: &shard.hashes)
        var lastRow = [Int32](repeating: -1, count: table.hashes.count)
        var place = [Int](repeating: 0, count: table.hashes.count)
        var seen = 0
        var rowStart = 0
        for chunk in chunks {
            for index in chunk.shardStarts[number]..<chunk.shardStarts[number + 1] {
                let id = Int(ids[seen])
                seen += 1
                guard rank[id] >= 0 else { continue }
                let row = chunk.rows[index]
                if lastRow[id] == row {
                    shard.entries[place[id]] += 1
                    continue
                }
                if let last = shard.rows.last, last != row {
                    insertionSort(&shard.entries, from: rowStart)
                    rowStart = shard.entries.count
                }
                lastRow[id] = row
                place[id] = shard.entries.count
                shard.rows.append(row)
                shard.entries.append(UInt64(rank[id]) << 32 | 1)
            }
        }
        insertionSort(&shard.entries, from: rowStart)
        return shard
    }

    /// Sorts the few entries from `start` on.
    private func insertionSort(_ entries: inout [UInt64], from start: Int) {
        for index in start..<entries.count {
            let entry = entries[index]
            var place = index
            while place > start, entries[place - 1] > entry {
                entries[place] = entries[place - 1]
                place -= 1
            }
            entries[place] = entry
        }
    }

    /// The shards side by side as one matrix, filled by some rows at a time.
    private func joined(_ shards: [Shard], rowCount: Int) -> NGramMatrix {
        let blocks = stride(from: 0, to: rowCount, by: Self.chunkSize).map { $0..<min($0 + Self.chunkSize, rowCount) }
        // Of each block and shard the entries of the block's rows.
        let parts = parallelMap(blocks.count, threads: threads) { block in
            shards.map { $0.entries(of: blocks[block]) }
        }
        let sizes = parallelMap(blocks.count, threads: threads) { block in
            var sizes = [Int](repeating: 0, count: blocks[block].count)
            for (shard, part) in zip(shards, parts[block]) {
                for entry in part { sizes[Int(shard.rows[entry]) - blocks[block].lowerBound] += 1 }
            }
            return sizes
        }
        var matrix = NGramMatrix()
        matrix.starts.reserveCapacity(rowCount + 1)
        for size in sizes.joined() { matrix.starts.append(matrix.starts[matrix.starts.count - 1] + size) }
        var firstColumns: [Int] = []
        for shard in shards {
            firstColumns.append(matrix.hashes.count)
            matrix.hashes += shard.hashes
        }
        let (starts, first) = (matrix.starts, firstColumns)
        func filled<Element>(_ value: @escaping @Sendable (_ entry: UInt64, _ shard: Int) -> Element) -> [Element] {
            Array(unsafeUninitializedCapacity: starts[rowCount]) { buffer, count in
                // Blocks fill parts of their own.
                nonisolated(unsafe) let target = buffer
                parallel(blocks.count, threads: threads) { block in
                    var next = Array(starts[blocks[block]])
                    for (number, shard) in shards.enumerated() {
                        for entry in parts[block][number] {
                            let row = Int(shard.rows[entry]) - blocks[block].lowerBound
                            target.initializeElement(at: next[row], to: value(shard.entries[entry], number))
                            next[row] += 1
                        }
                    }
                }
                count = starts[rowCount]
            }
        }
        matrix.columns = filled { entry, shard in Int32(first[shard] + Int(entry >> 32)) }
        matrix.counts = filled { entry, _ in Float(entry & 0xFFFF_FFFF) }
        return matrix
    }
}

/// The distinct hashes of a shard, numbered in order of first appearance, with the rows counted that hold each.
private struct ShardTable {
    private(set) var hashes: [UInt64] = []
    private var frequencies: [Int32] = []
    private var lastRows: [Int32] = []
    private var slots: [Int32]

    init(capacity: Int) {
        var slotCount = 16
        while slotCount < capacity * 2 { slotCount *= 2 }
        slots = Array(repeating: -1, count: slotCount)
    }

    /// Notes that `hash` stands in `row`; rows come in ascending order. Returns the hash's number.
    @inline(__always)
    mutating func see(_ hash: UInt64, row: Int32, counted: Int) -> Int32 {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] >= 0, hashes[Int(slots[slot])] != hash { slot = (slot + 1) & mask }
        var id = Int(slots[slot])
        if id < 0 {
            id = hashes.count
            slots[slot] = Int32(id)
            hashes.append(hash)
            frequencies.append(0)
            lastRows.append(-1)
        }
        if lastRows[id] != row {
            lastRows[id] = row
            if Int(row) < counted { frequencies[id] += 1 }
        }
        return Int32(id)
    }

    /// The place of each hash among those frequent enough, ascending; −1 for the others.
    func ranks(minimumCount: Int, hashes kept: inout [UInt64]) -> [Int32] {
        let ids = hashes.indices.filter { Int(frequencies[$0]) >= minimumCount }.sorted { hashes[$0] < hashes[$1] }
        var ranks = [Int32](repeating: -1, count: hashes.count)
        for (rank, id) in ids.enumerated() { ranks[id] = Int32(rank) }
        kept = ids.map { hashes[$0] }
        return ranks
    }
}
