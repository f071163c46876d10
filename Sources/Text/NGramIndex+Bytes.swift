extension NGramIndex {
    /// Replaces `places` by those of the n-grams in `places.grams`, whose content is lost.
    ///
    /// Whether an n-gram is known cannot be foretold, so no loop branches on it: each writes every item, and moves on only
    /// behind those to keep. Looks at a table then overlap instead of waiting for one another, the more of them the
    /// shorter the loop: hence one for each table.
    func lookUp(_ places: inout NGramPlaces) {
        places.grow(to: places.grams.count)
        places.count = places.grams.withUnsafeMutableBufferPointer { grams in
            places.storage.withUnsafeMutableBufferPointer { places in
                let count = sieve(grams)
                number(grams, places, count: count)
                return check(grams, places, count: count)
            }
        }
    }

    /// Moves to the front of `grams` those whose piece holds a known hash. Returns their number.
    private func sieve(_ grams: UnsafeMutableBufferPointer<UInt64>) -> Int {
        pieces.withUnsafeBufferPointer { pieces in
            var kept = 0
            for index in grams.indices {
                let hash = grams[index]
                grams[kept] = hash
                kept &+= Int(truncatingIfNeeded: pieces[Int(hash >> shift)] >> (hash >> (shift &- 5) & 31) & 1)
            }
            return kept
        }
    }

    /// Writes for each of the first `count` n-grams the place of the first known hash of its piece.
    private func number(
        _ grams: UnsafeMutableBufferPointer<UInt64>, _ places: UnsafeMutableBufferPointer<Int32>, count: Int
    ) {
        pieces.withUnsafeBufferPointer { pieces in
            for index in 0..<count {
                let word = pieces[Int(grams[index] >> shift)]
                let before = UInt32(truncatingIfNeeded: word & (Self.piece(of: grams[index], shift) &- 1))
                places[index] =
                    Int32(truncatingIfNeeded: word >> 32) &+ Int32(truncatingIfNeeded: before.nonzeroBitCount)
            }
        }
    }

    /// Leaves of the first `count` places those whose hash is that of `grams`. Returns their number.
    private func check(
        _ grams: UnsafeMutableBufferPointer<UInt64>, _ places: UnsafeMutableBufferPointer<Int32>, count: Int
    ) -> Int {
        hashes.withUnsafeBufferPointer { hashes in
            let last = hashes.count - 1
            var kept = 0
            for index in 0..<count {
                let hash = grams[index]
                var place = Int(places[index])
                // Rare: pieces that hold several hashes.
                while hashes[place] < hash, place < last { place &+= 1 }
                places[kept] = Int32(truncatingIfNeeded: place)
                kept &+= hashes[place] == hash ? 1 : 0
            }
            return kept
        }
    }
}

extension NGramPlaces {
    fileprivate mutating func grow(to count: Int) {
        if storage.count < count { storage = Array(repeating: 0, count: count * 2) }
    }

    /// Leaves each place once.
    /// - Parameter index: where the places were found.
    package mutating func removeRepeated(of index: NGramIndex) {
        let wordCount = (index.hashes.count + 63) / 64
        if seen.count != wordCount { seen = Array(repeating: 0, count: wordCount) }
        count = seen.withUnsafeMutableBufferPointer { seen in
            storage.withUnsafeMutableBufferPointer { places in
                var kept = 0
                for index in 0..<count {
                    let place = places[index]
                    let word = Int(place >> 6)
                    let bit: UInt64 = 1 << UInt64(place & 63)
                    places[kept] = place
                    kept &+= seen[word] & bit == 0 ? 1 : 0
                    seen[word] |= bit
                }
                for place in places[..<kept] { seen[Int(place >> 6)] = 0 }
                return kept
            }
        }
    }
}
