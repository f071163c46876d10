import Foundation
import Testing
import ValenceEvaluation
import ValenceModels

@Suite("Held-out reviews")
struct HeldOutTests {
    private let labels = ["a", "b"]

    private func sample(_ count: Int) -> Predictions {
        var probabilities: [Float] = []
        for review in 0..<count {
            let share = Float(review + 1) / Float(count + 1)
            probabilities += [share, 1 - share]
        }
        return Predictions(labels: labels, truth: (0..<count).map { $0 % 2 }, probabilities: probabilities)
    }

    private func loaded(_ writer: TensorFileWriter) throws -> Predictions? {
        try HeldOut.load(labels: labels, from: TensorFile(path: "m", content: Data(writer.encoded())))
    }

    @Test("come back from a file to the bit, and a file without them has none")
    func file() throws {
        var writer = TensorFileWriter()
        #expect(try loaded(writer) == nil)
        HeldOut.save(sample(9), to: &writer)
        let found = try #require(try loaded(writer))
        #expect(found.truth == sample(9).truth && found.probabilities == sample(9).probabilities)
        #expect(found.predicted == sample(9).predicted)
    }

    @Test("are thinned evenly beyond a limit, and none is none")
    func limit() throws {
        let kept = try #require(HeldOut.kept(of: sample(100), limit: 25))
        #expect(kept.truth.count == 25)
        #expect(kept.probabilities[2 * 10] == sample(100).probabilities[2 * 40])
        #expect(HeldOut.kept(of: sample(10), limit: 25)?.truth.count == 10)
        #expect(HeldOut.kept(of: sample(0)) == nil)
    }

    @Test("are refused where classes or probabilities are none")
    func damaged() {
        for (truth, probability) in [(Int64(2), Float(0.5)), (-1, 0.5), (0, 1.5), (0, .nan), (0, -0.5)] {
            var writer = TensorFileWriter()
            writer.add("heldout.probabilities", shape: [1, 2], [probability, 0.5])
            writer.add("heldout.truth", table: [truth])
            #expect(throws: ModelsError.self) { try loaded(writer) }
        }
    }
}
