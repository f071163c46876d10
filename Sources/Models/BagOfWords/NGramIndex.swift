import ValenceText

/// Finds n-grams by their hashes: the ascending hashes, and for every value of their upper bits where those begin.
///
/// Two different n-grams of one hash would be taken for one. Among n of them that happens with probability n² / 2⁶⁵:
/// for three million, once in four million models.
package struct NGramIndex: Sendable {
    package let hashes: [UInt64]
    private let starts: [Int32]
    private let shift: UInt64

    /// - Parameter hashes: ascending, each once.
    package init(_ hashes: [UInt64]) {
        precondition(hashes.count < Int(Int32.max), "\(hashes.count) n-grams; at most \(Int32.max - 1)")
        self.hashes = hashes
        var bits = 1
        while 1 << bits < hashes.count { bits += 1 }
        shift = UInt64(64 - bits)
        var starts = [Int32](repeating: 0, count: (1 << bits) + 1)
        for hash in hashes { starts[Int(hash >> shift) + 1] += 1 }
        for bucket in 1..<starts.count { starts[bucket] += starts[bucket - 1] }
        self.starts = starts
    }

    /// The place of `hash` among all.
    @inline(__always)
    package func place(of hash: UInt64) -> Int32? {
        let bucket = Int(hash >> shift)
        for place in starts[bucket]..<starts[bucket + 1] where hashes[Int(place)] == hash { return place }
        return nil
    }

    /// The known n-grams of a text of 1 to `length` tokens: their places, ascending, and how often each occurs.
    ///
    /// The order depends on the n-grams alone, so a sum over them does not depend on where in the text they stand.
    package func count(_ tokens: borrowing TokenList, upTo length: Int, into counted: inout CountedNGrams) {
        counted.hashes.removeAll(keepingCapacity: true)
        counted.found.removeAll(keepingCapacity: true)
        counted.places.removeAll(keepingCapacity: true)
        counted.counts.removeAll(keepingCapacity: true)
        NGrams.append(tokens: tokens, upTo: length, skippingPlainPunctuation: true, into: &counted.hashes)
        for hash in counted.hashes {
            if let place = place(of: hash) { counted.found.append(place) }
        }
        counted.found.sort()
        for place in counted.found {
            if counted.places.last == place {
                counted.counts[counted.counts.count - 1] += 1
            } else {
                counted.places.append(place)
                counted.counts.append(1)
            }
        }
    }
}

/// A text's known n-grams, reused from text to text without allocating.
package struct CountedNGrams {
    package fileprivate(set) var places: [Int32] = []
    package fileprivate(set) var counts: [Float] = []
    fileprivate var hashes: [UInt64] = []
    fileprivate var found: [Int32] = []

    package init() {}
}
