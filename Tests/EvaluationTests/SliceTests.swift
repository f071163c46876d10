import Testing
import ValenceEvaluation

@Suite struct SliceTests {
    private let tallies = [
        Slice.Tally(name: "short", count: 600, correct: 570), Slice.Tally(name: "long", count: 400, correct: 330),
        Slice.Tally(name: "tiny", count: 10, correct: 2), Slice.Tally(name: "none"),
        Slice.Tally(name: "all", count: 1000, correct: 900),
    ]

    @Test("the worst stand first, small ones behind the others, empty ones not at all")
    func order() {
        let table = Slice.table(tallies, count: 1000, correct: 900)
        #expect(table.map(\.name) == ["long", "all", "short", "tiny"])
        #expect(table.map(\.isSmall) == [false, false, false, true])
        #expect(table[0].accuracy == 0.825 && table[0].interval == .wilson(successes: 330, trials: 400))
        #expect(table[0].accuracyOfRest == 0.95)
        #expect(table[1].pValue == nil && table[1].correctedPValue == nil && table[1].accuracyOfRest == nil)
    }

    @Test("each is tested against the reviews outside it and corrected for those that are tested")
    func tests() throws {
        let table = Slice.table(tallies, count: 1000, correct: 900)
        let long = try #require(table.first { $0.name == "long" })
        #expect(long.pValue == fisherExact(330, 70, 570, 30))
        #expect(agree(long.correctedPValue, 3 * fisherExact(330, 70, 570, 30)))
        let tiny = try #require(table.first { $0.name == "tiny" })
        #expect(agree(tiny.correctedPValue, fisherExact(2, 8, 898, 92)))
    }
}
