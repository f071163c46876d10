import Testing
import ValenceEvaluation

@Suite struct GateMetricTests {
    @Test("each name gives its own metric")
    func values() throws {
        let samples = try Reference.load().metrics
        let two = try #require(samples.first { $0.name == "2 classes, mostly right" })
        let five = try #require(samples.first { $0.name == "5 classes, mostly right" })
        let expected: [GateMetric: (two: Double?, five: Double?)] = [
            .accuracy: (two.expected.accuracy, five.expected.accuracy),
            .macroF1: (two.expected.macro[2], five.expected.macro[2]),
            .macroPrecision: (two.expected.macro[0], five.expected.macro[0]),
            .macroRecall: (two.expected.macro[1], five.expected.macro[1]),
            .weightedF1: (two.expected.weighted[2], five.expected.weighted[2]),
            .mcc: (two.expected.matthews, five.expected.matthews),
            .rocAUC: (two.expected.rocAUC, nil),
            .prAUC: (two.expected.prAUC, nil),
            .withinOne: (nil, five.expected.withinOne),
        ]
        for metric in GateMetric.allCases {
            let values = try #require(expected[metric])
            #expect(agree(metric.value(in: Metrics(two.predictions)), values.two), "\(metric)")
            #expect(agree(metric.value(in: Metrics(five.predictions)), values.five), "\(metric)")
        }
    }
}
