import Testing
import ValenceNetworks

@Suite("An alias table")
struct AliasTableTests {
    @Test("draws in proportion to the weights, and never what weighs nothing")
    func proportions() {
        let weights = [0, 1, 2.5, 0.25, 6, 0.25]
        let table = AliasTable(weights: weights)
        var random = RandomStream(seed: 4, .sampling)
        var counts = [Int](repeating: 0, count: weights.count)
        let draws = 200_000
        for _ in 0..<draws { counts[Int(table.draw(&random))] += 1 }
        #expect(counts[0] == 0)
        for (weight, count) in zip(weights, counts) {
            let p = weight / 10
            // Five standard deviations.
            #expect(abs(Double(count) / Double(draws) - p) <= 5 * (p * (1 - p) / Double(draws)).squareRoot())
        }
    }

    @Test("of one weight draws it always")
    func one() {
        var random = RandomStream(seed: 1, .sampling)
        let table = AliasTable(weights: [3])
        #expect((0..<20).allSatisfy { _ in table.draw(&random) == 0 })
    }
}
