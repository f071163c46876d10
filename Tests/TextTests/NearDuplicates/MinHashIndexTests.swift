import Testing
import ValenceText

@Suite struct MinHashIndexTests {
    @Test("finds nearly all near duplicates that comparing with every text finds, and no text that is none")
    func complete() {
        let texts = (0..<600).map { text in (0..<60).map { text * 100 + $0 } }
        let hashes = texts.map { MinHash(numberedText($0)) }
        let index = MinHashIndex(hashes)
        var (near, found) = (0, 0)
        for (number, text) in texts.enumerated() {
            // 0 to 19 words at the end are others: likeness from 1 down to 0.5.
            let changed = MinHash(numberedText(text.dropLast(number % 20) + (0..<number % 20).map { 90_000 + $0 }))
            let isNear = changed.isNearDuplicate(of: hashes[number])
            near += isNear ? 1 : 0
            let match = index.nearDuplicate(of: changed)
            #expect(match == nil || match == number)
            #expect(isNear || match == nil)
            found += match == nil ? 0 : 1
        }
        #expect(near > 150 && near < 450)
        #expect(Double(found) >= 0.97 * Double(near), "\(found) of \(near)")
    }

    @Test("finds nothing among none, itself among one, and the first of copies")
    func few() {
        let hash = MinHash(numberedText(0..<10))
        #expect(MinHashIndex([]).nearDuplicate(of: hash) == nil)
        #expect(MinHashIndex([hash]).nearDuplicate(of: hash) == 0)
        #expect(MinHashIndex([hash]).nearDuplicate(of: MinHash(numberedText(10..<20))) == nil)
        #expect(MinHashIndex(Array(repeating: hash, count: 500)).nearDuplicate(of: hash) == 0)
    }
}
