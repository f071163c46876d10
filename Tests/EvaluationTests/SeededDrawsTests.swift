import Testing
import ValenceEvaluation

@Suite struct SeededDrawsTests {
    @Test("binomial draws have the distribution's mean and variance, from few trials to a million")
    func binomial() {
        var draws = SeededDraws(seed: 1)
        for (n, p) in [(1, 0.3), (7, 0.5), (40, 0.02), (1000, 0.9), (1_000_000, 0.4), (1_000_000, 1e-6)] {
            let values = (0..<4000).map { _ in Double(draws.binomial(trials: n, probability: p)) }
            let mean = values.reduce(0, +) / 4000
            let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 4000
            let expected = Double(n) * p * (1 - p)
            #expect(abs(mean - Double(n) * p) < 4 * (expected / 4000).squareRoot(), "\(n), \(p): mean \(mean)")
            #expect(abs(variance / expected - 1) < 0.15, "\(n), \(p): variance \(variance)")
            #expect(values.allSatisfy { $0 >= 0 && $0 <= Double(n) })
        }
        #expect(draws.binomial(trials: 9, probability: 0) == 0 && draws.binomial(trials: 9, probability: 1) == 9)
    }

    @Test("a small binomial's outcomes come as often as they should")
    func outcomes() {
        var draws = SeededDraws(seed: 8)
        var counts = [0, 0, 0, 0]
        for _ in 0..<8000 { counts[draws.binomial(trials: 3, probability: 0.5)] += 1 }
        for (count, share) in zip(counts, [0.125, 0.375, 0.375, 0.125]) {
            #expect(abs(Double(count) / 8000 - share) < 0.02)
        }
    }

    @Test("a multinomial keeps the number of draws and never fills an empty cell")
    func multinomial() {
        var draws = SeededDraws(seed: 4)
        for _ in 0..<200 {
            let drawn = draws.multinomial(like: [5, 0, 90, 5, 0])
            #expect(drawn.reduce(0, +) == 100 && drawn[1] == 0 && drawn[4] == 0)
        }
        #expect(draws.multinomial(like: [0, 0]) == [0, 0])
    }
}
