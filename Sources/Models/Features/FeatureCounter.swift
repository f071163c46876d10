import ValenceNetworks
import ValenceText

/// Finds the n-grams that occur in enough reviews.
///
/// The hashes are counted in parts by their upper bits, each part in a pass of its own over the corpus: hashing is far
/// cheaper than missing the cache, and only the tables of the parts at work are in memory. The parts do not depend on the
/// number of threads.
struct FeatureCounter {
    let ngrams: Int
    let minimumCount: Int
    let threads: Int

    /// All n-grams in at least `minimumCount` of some of the reviews, as ascending hashes; `nil` if cancelled.
    func features(
        of corpus: TokenHashes, in reviews: [Int], isCancelled: @Sendable () -> Bool, onPart: @Sendable (Double) -> Void
    ) -> [UInt64]? {
        let bits = UInt64((0..<6).first { (corpus.hashes.count * ngrams) >> $0 <= 1 << 20 } ?? 6)
        let parts = parallelMap(1 << Int(bits), threads: threads) { part -> [UInt64] in
            if isCancelled() { return [] }
            let found = count(corpus, reviews, part: UInt64(part), bits: bits)
            onPart(Double(part + 1) / Double(UInt64(1) << bits))
            return found
        }
        return isCancelled() ? nil : parts.flatMap { $0 }
    }

    private func count(_ corpus: TokenHashes, _ reviews: [Int], part: UInt64, bits: UInt64) -> [UInt64] {
        var counts = HashCounts()
        var tokens: [UInt64] = []
        var grams: [UInt64] = []
        for review in reviews {
            corpus.copy(review, into: &tokens)
            grams.removeAll(keepingCapacity: true)
            NGrams.append(hashes: tokens, upTo: ngrams, into: &grams)
            // A shift by 64, where there is one part only, gives 0.
            for gram in grams where gram >> (64 - bits) == part { counts.add(gram, review: Int32(review)) }
        }
        return counts.hashes(inAtLeast: Int32(clamping: minimumCount)).sorted()
    }
}

/// In how many reviews each hash occurs; reviews come one after the other.
private struct HashCounts {
    private struct Slot {
        var hash: UInt64 = 0
        /// 0 in a free slot.
        var reviews: Int32 = 0
        var latest: Int32 = -1
    }

    private var slots = [Slot](repeating: Slot(), count: 1 << 16)
    private var used = 0

    @inline(__always)
    mutating func add(_ hash: UInt64, review: Int32) {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot].reviews != 0 {
            if slots[slot].hash == hash {
                if slots[slot].latest != review {
                    slots[slot].latest = review
                    slots[slot].reviews += 1
                }
                return
            }
            slot = (slot + 1) & mask
        }
        slots[slot] = Slot(hash: hash, reviews: 1, latest: review)
        used += 1
        if used * 4 > slots.count * 3 { grow() }
    }

    private mutating func grow() {
        let old = slots
        slots = [Slot](repeating: Slot(), count: old.count * 2)
        let mask = slots.count - 1
        for entry in old where entry.reviews != 0 {
            var slot = Int(truncatingIfNeeded: entry.hash) & mask
            while slots[slot].reviews != 0 { slot = (slot + 1) & mask }
            slots[slot] = entry
        }
    }

    func hashes(inAtLeast minimum: Int32) -> [UInt64] {
        slots.filter { $0.reviews > 0 && $0.reviews >= minimum }.map(\.hash)
    }
}
