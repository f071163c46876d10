import Testing
import ValenceModels

@Suite("A sample of answers")
struct AnswerSampleTests {
    @Test("is all of them while they are few, and counts all when they are many")
    func few() {
        var sample = AnswerSample(labelCount: 2, limit: 3, seed: 1)
        sample.add([0.9, 0.1], label: 0)
        sample.add([0.2, 0.8], label: 1)
        #expect(sample.probabilities == [0.9, 0.1, 0.2, 0.8] && sample.counts == [1, 1])
        for _ in 0..<100 { sample.add([0.4, 0.6], label: 1) }
        #expect(sample.sampled == 3 && sample.count == 102 && sample.counts == [1, 101])
    }

    @Test("draws each review as likely as any other")
    func even() {
        var hits = [Int](repeating: 0, count: 20)
        for seed in 0..<2000 {
            var sample = AnswerSample(labelCount: 1, limit: 5, seed: UInt64(seed))
            for number in 0..<20 { sample.add([Float(number)], label: 0) }
            for number in sample.probabilities { hits[Int(number)] += 1 }
        }
        // 500 expected of each, standard deviation 19.
        #expect(hits.allSatisfy { abs($0 - 500) < 90 }, "\(hits)")
    }
}
