import Foundation
import Testing
import ValenceEvaluation

@Suite struct TemperatureTests {
    @Test("the fitted temperature is the minimum that scipy finds", arguments: try Reference.load().temperature)
    func reference(_ sample: Reference.TemperatureCase) {
        let fitted = Temperature.fit(logits: sample.logits, classCount: sample.classCount, truth: sample.truth)
        #expect(abs(Double(fitted) - sample.temperature) <= 1e-6 * sample.temperature)
        #expect(abs(loss(sample, 1) - sample.lossBefore) < 1e-6)
        #expect(abs(loss(sample, fitted) - sample.lossAfter) < 1e-6)
        #expect(loss(sample, fitted) < loss(sample, fitted * 1.05))
        #expect(loss(sample, fitted) < loss(sample, fitted * 0.95))
    }

    @Test(
        "taking the temperature away gives the probabilities of the plain logits",
        arguments: try Reference.load().temperature)
    func without(_ sample: Reference.TemperatureCase) {
        let labels = (0..<sample.classCount).map { "class \($0)" }
        let temperature = Temperature.fit(logits: sample.logits, classCount: sample.classCount, truth: sample.truth)
        func predictions(_ temperature: Float) -> Predictions {
            Predictions(labels: labels, truth: sample.truth, logits: sample.logits, temperature: temperature)
        }
        let found = predictions(temperature).withoutTemperature(Double(temperature))
        let plain = predictions(1)
        #expect(found.predicted == plain.predicted)
        #expect(zip(found.probabilities, plain.probabilities).allSatisfy { abs($0 - $1) < 2e-6 })
        #expect(abs((Metrics(found).scores.logLoss ?? .nan) - sample.lossBefore) < 1e-5)
    }

    private func loss(_ sample: Reference.TemperatureCase, _ temperature: Float) -> Double {
        let labels = (0..<sample.classCount).map { "class \($0)" }
        let predictions = Predictions(
            labels: labels, truth: sample.truth, logits: sample.logits, temperature: temperature)
        return Metrics(predictions).scores.logLoss ?? .nan
    }

    @Test("reviews that set no bound leave the temperature at 1")
    func unbounded() {
        #expect(Temperature.fit(logits: [], classCount: 2, truth: []) == 1)
        #expect(Temperature.fit(logits: [3, 1, 0, 2], classCount: 2, truth: [0, 1]) == 1)
        #expect(Temperature.fit(logits: [2, 2, 5, 5], classCount: 2, truth: [0, 1]) == 1)
        #expect(Temperature.fit(logits: [.nan, 0, .infinity, 1], classCount: 2, truth: [0, 1]) == 1)
    }

    @Test("a model that is always wrong gets the softest temperature allowed")
    func wrong() {
        #expect(Temperature.fit(logits: [3, 1, 0, 2], classCount: 2, truth: [1, 0]) == Temperature.range.upperBound)
    }

    @Test("logits a thousandfold too large, or too small, are brought back")
    func scale() {
        let base: [Float] = [1, 0, 0, 1, 2, 0, 1, 0, 0, 2]
        let truth = [0, 1, 0, 1, 1]
        let fitted = Temperature.fit(logits: base, classCount: 2, truth: truth)
        let large = Temperature.fit(logits: base.map { $0 * 16 }, classCount: 2, truth: truth)
        let small = Temperature.fit(logits: base.map { $0 / 8 }, classCount: 2, truth: truth)
        #expect(abs(large - fitted * 16) < 1e-4 * large)
        #expect(abs(small - fitted / 8) < 1e-4 * small)
    }
}

@Suite struct SoftmaxTests {
    @Test("rows sum to one, keep their order and survive huge logits")
    func stable() {
        let probabilities = softmax([1000, 999, -1000, 0, 0, 0], classCount: 3)
        #expect(abs(probabilities[0] - Float(1 / (1 + exp(-1.0)))) < 1e-7)
        #expect(probabilities[2] == 0)
        #expect(Array(probabilities[3...]) == [Float](repeating: 1 / 3, count: 3))
    }

    @Test("a row alone gives the same bytes as a row among others")
    func alone() {
        let logits = (0..<60).map { Float(($0 * 7919) % 101) / 17 - 3 }
        let together = softmax(logits, classCount: 3, temperature: 1.7)
        for row in 0..<20 {
            #expect(
                softmax(Array(logits[(row * 3)..<(row * 3 + 3)]), temperature: 1.7)
                    == Array(together[(row * 3)..<(row * 3 + 3)]))
        }
    }

    @Test("a temperature above 1 softens, below 1 sharpens, and neither changes the winner")
    func temperature() {
        let plain = softmax([2, 1, 0])
        let soft = softmax([2, 1, 0], temperature: 3)
        let sharp = softmax([2, 1, 0], temperature: 0.3)
        #expect(soft[0] < plain[0] && plain[0] < sharp[0])
        #expect([soft, plain, sharp].allSatisfy { $0[0] > $0[1] && $0[1] > $0[2] })
    }
}
