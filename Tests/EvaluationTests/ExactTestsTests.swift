import Testing
import ValenceEvaluation

@Suite struct ExactTestsTests {
    @Test("Fisher's test equals scipy's")
    func fisher() throws {
        for sample in try Reference.load().fisher {
            let t = sample.table
            #expect(agree(fisherExact(t[0], t[1], t[2], t[3]), sample.p), "\(t)")
            #expect(agree(fisherExact(t[1], t[0], t[3], t[2]), sample.p), "\(t) turned")
            #expect(agree(fisherExact(t[2], t[3], t[0], t[1]), sample.p), "\(t) swapped")
        }
    }

    @Test("Holm's correction equals statsmodels'")
    func holm() throws {
        for sample in try Reference.load().holm {
            #expect(agree(holmCorrected(sample.p), sample.corrected), "\(sample.p)")
        }
    }

    @Test("Holm's correction multiplies the smallest by all, the next by one fewer, and never turns the order round")
    func holmsExample() {
        let corrected = holmCorrected([0.01, 0.04, nil, 0.03, 0.005])
        #expect(agree(corrected, [0.03, 0.06, nil, 0.06, 0.02]))
        #expect(agree(holmCorrected([0.6, 0.9]), [1, 1]))
        #expect(holmCorrected([]).isEmpty)
    }

    @Test("where nothing is true, Holm's correction cries wolf at most 5 times of 100 in the whole family")
    func family() {
        var draws = SeededDraws(seed: 5)
        let alarms = (0..<2000).count { _ in
            holmCorrected((0..<20).map { _ in draws.uniform() }).contains { ($0 ?? 1) <= 0.05 }
        }
        #expect(alarms > 60 && alarms < 130, "\(alarms) of 2000")
    }
}
