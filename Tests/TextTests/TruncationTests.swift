import Testing
import ValenceText

struct TruncationTests {
    @Test("long documents keep both ends, short ones everything")
    func ends() {
        func clipped(_ count: Int32, _ maximum: Int) -> (ids: [Int32], wasCut: Bool) {
            var ids = Array(0..<count)
            let wasCut = Truncation.clip(&ids, to: maximum)
            return (ids, wasCut)
        }
        #expect(clipped(10, 4) == ([0, 1, 8, 9], true))
        #expect(clipped(10, 5) == ([0, 1, 2, 8, 9], true))
        #expect(clipped(10, 1) == ([0], true))
        #expect(clipped(10, 10) == (Array(0..<10), false))
        #expect(clipped(10, 9) == ([0, 1, 2, 3, 4, 6, 7, 8, 9], true))
        #expect(clipped(0, 3) == ([], false))
    }
}
