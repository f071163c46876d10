/// Finds n-grams by their hashes.
///
/// The range of all hashes is cut into equal pieces, about sixteen for every known one. A word of 64 bits stands for 32
/// neighbouring pieces: its lower half says which of them hold known hashes, its upper half how many lie before them all.
/// So one look at a small table rejects nearly every unknown n-gram, and tells a known one its place.
///
/// Two different n-grams of one hash would be taken for one. Among n of them that happens with probability n² / 2⁶⁵:
/// for three million, once in four million models.
package struct NGramIndex: Sendable {
    package let hashes: [UInt64]
    let pieces: [UInt64]
    /// From a hash to its number among `pieces`.
    let shift: UInt64

    /// - Parameter hashes: ascending, each once.
    package init(_ hashes: [UInt64]) {
        precondition(hashes.count < Int(Int32.max), "\(hashes.count) n-grams; at most \(Int32.max - 1)")
        self.hashes = hashes
        var bits = 1
        while 2 << bits < hashes.count { bits += 1 }
        shift = UInt64(64 - bits)
        var pieces = [UInt64](repeating: 0, count: 1 << bits)
        for hash in hashes {
            pieces[Int(hash >> shift)] |= Self.piece(of: hash, shift)
        }
        var place = 0
        for word in pieces.indices {
            pieces[word] |= UInt64(place) << 32
            while place < hashes.count, Int(hashes[place] >> shift) == word { place += 1 }
        }
        self.pieces = pieces
    }

    /// The bit of the piece that `hash` lies in.
    @inline(__always)
    static func piece(of hash: UInt64, _ shift: UInt64) -> UInt64 { 1 << (hash >> (shift &- 5) & 31) }

    /// Replaces `places` by those of a text's known n-grams of 1 to `length` tokens, one for every occurrence.
    ///
    /// Their order depends on the text alone.
    /// - Parameter characters: the longest run of a word's characters to be found too; nil for none.
    package func find(
        _ tokens: borrowing TokenList, upTo length: Int, characters: Int? = nil, into places: inout NGramPlaces
    ) {
        places.grams.removeAll(keepingCapacity: true)
        NGrams.append(tokens: tokens, upTo: length, skippingPlainPunctuation: true, into: &places.grams)
        if let characters { NGrams.appendCharacters(of: tokens, upTo: characters, into: &places.grams) }
        lookUp(&places)
    }

    /// The place of `hash` among all.
    package func place(of hash: UInt64) -> Int32? {
        var places = NGramPlaces()
        places.grams = [hash]
        lookUp(&places)
        return places.found.first
    }
}
