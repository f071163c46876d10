import Testing
import ValenceModels

@Suite("Values made ahead")
struct AheadTests {
    @Test("are the same and in the same order, whoever makes them", arguments: [1, 2])
    func sameValues(threads: Int) {
        let powers = Ahead(1, threads: threads) { state, index in
            state *= 2
            return [index, state]
        }
        let taken = (0..<50).map { powers.next(isLast: $0 == 49) }
        #expect(taken == (0..<50).map { [$0, 2 << $0] })
    }

    @Test("are not made behind the last", arguments: [1, 2])
    func stops(threads: Int) {
        let indices = Ahead([Int](), threads: threads) { made, index in
            made.append(index)
            return made
        }
        _ = indices.next(isLast: false)
        #expect(indices.next(isLast: true) == [0, 1])
        #expect(indices.next(isLast: true) == [0, 1, 2])
    }
}
