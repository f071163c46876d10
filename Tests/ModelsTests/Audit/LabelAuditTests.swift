import Testing
import ValenceEvaluation
import ValenceModels

@Suite("Confident learning")
struct LabelAuditTests {
    private static func audit(_ rows: [(given: Int, probabilities: [Float])]) -> LabelAudit {
        LabelAudit(
            Predictions(
                labels: (0..<rows[0].probabilities.count).map { "label \($0)" }, truth: rows.map(\.given),
                probabilities: rows.flatMap(\.probabilities)))
    }

    @Test("suspects a label only where another one is as likely as it is where it was given")
    func thresholds() {
        // Mean of p_0 where 0 was given: 0.6625; of p_1 where 1 was given: 0.7.
        let found = Self.audit([
            (0, [0.9, 0.1]), (0, [0.8, 0.2]), (0, [0.7, 0.3]), (0, [0.25, 0.75]), (1, [0.05, 0.95]), (1, [0.2, 0.8]),
            (1, [0.65, 0.35]),
        ])
        #expect(found.isSuspicious == [false, false, false, true, false, false, false])
        #expect(found.ranking == [3, 6, 2, 1, 5, 0, 4])
        #expect(abs(found.margins[3] - 0.25) < 1e-6)
    }

    @Test("keeps the thresholds of three labels apart, and the earlier of equals first")
    func three() {
        let found = Self.audit([
            (0, [0.6, 0.3, 0.1]), (0, [0.6, 0.3, 0.1]), (1, [0.2, 0.5, 0.3]), (1, [0.7, 0.2, 0.1]),
            (2, [0.1, 0.1, 0.8]), (2, [0.1, 0.46, 0.44]),
        ])
        // The last: 0.46 is more than label 1 has on average, 0.44 less than label 2 has.
        #expect(found.isSuspicious == [false, false, false, true, false, true])
        #expect(found.ranking == [3, 5, 2, 0, 1, 4])
    }

    @Test("finds nothing where every label fits, and nothing in nothing")
    func clean() {
        let found = Self.audit([(0, [0.9, 0.1]), (1, [0.1, 0.9])])
        #expect(found.isSuspicious == [false, false])
        #expect(LabelAudit(Predictions(labels: ["a", "b"], truth: [], probabilities: [])).ranking.isEmpty)
    }
}
