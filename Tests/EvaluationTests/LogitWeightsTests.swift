import Foundation
import Testing
import ValenceEvaluation

@Suite struct LogitWeightsTests {
    /// Noisy logits of two models of 300 reviews in three classes; the first one is better.
    private let truth = (0..<300).map { $0 * 7 % 3 }

    private func logits(strength: Double, seed: Int) -> [Float] {
        var state = UInt64(seed)
        func noise() -> Double {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Double(state >> 40) / Double(1 << 24) - 0.5
        }
        return truth.flatMap { label in
            (0..<3).map { k in Float(4 * (noise() + noise() + noise()) + (k == label ? strength : 0)) }
        }
    }

    private func loss(_ weights: [Double], _ models: [[Float]]) -> Double {
        var total = 0.0
        for (review, label) in truth.enumerated() {
            let row = (0..<3).map { k in
                zip(weights, models).reduce(0) { $0 + $1.0 * Double($1.1[review * 3 + k]) }
            }
            total += log(row.reduce(0) { $0 + exp($1) }) - row[label]
        }
        return total / Double(truth.count)
    }

    @Test("no other weights have a smaller loss")
    func best() {
        let models = [logits(strength: 2, seed: 1), logits(strength: 1, seed: 900)]
        let found = LogitWeights.fit(models, classCount: 3, truth: truth).map { Double($0) }
        #expect(found[0] > found[1] && found[1] > 0)
        let least = loss(found, models)
        for change in [(0.05, 0.0), (-0.05, 0), (0, 0.05), (0, -0.05), (0.05, -0.05), (-0.05, 0.05)] {
            #expect(loss([found[0] + change.0, found[1] + change.1], models) > least)
        }
    }

    @Test("few reviews, all of them right, do not make a sum sure of everything; many may")
    func few() {
        func weight(copies: Int) -> Float {
            let pair: [Float] = [2, 0, 0, 2]
            let right = (0..<copies).flatMap { _ in pair }
            return LogitWeights.fit([right], classCount: 2, truth: (0..<2 * copies).map { $0 % 2 })[0]
        }
        // The weight w of one pair of reviews at which 4 / (1 + exp 2w) = w − 1.
        #expect(abs(weight(copies: 1) - 1.2846) < 1e-3)
        #expect(weight(copies: 10) > weight(copies: 1) && weight(copies: 1000) > 3)
    }

    @Test("a model that misleads gets no weight, and one alone gets its temperature's inverse")
    func ends() {
        let good = logits(strength: 2, seed: 1)
        let found = LogitWeights.fit([good, logits(strength: -1, seed: 77)], classCount: 3, truth: truth)
        #expect(found[1] == 0)
        let alone = LogitWeights.fit([good], classCount: 3, truth: truth)
        #expect(abs(alone[0] * Temperature.fit(logits: good, classCount: 3, truth: truth) - 1) < 1e-2)
        #expect(LogitWeights.fit([[], []], classCount: 3, truth: []) == [0.5, 0.5])
    }
}
