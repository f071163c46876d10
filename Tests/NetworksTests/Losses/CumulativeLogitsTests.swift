import Foundation
import Testing
import ValenceNetworks

@Suite("An ordinal output")
struct CumulativeLogitsTests {
    private static let learned: [Double] = [-0.15, 0.025, -0.075, 0.05]
    private static let thresholds: [Double] = {
        var sum = -1.5
        return [-1.5]
            + learned.dropFirst().map { gap in
                sum += exp(10 * gap)
                return sum
            }
    }()

    private func logits(_ scores: [Double], _ learned: [Double] = learned) -> Matrix<Double> {
        let logits = Matrix<Double>(scores.count, learned.count + 1)
        CumulativeLogits(Matrix([learned])).logProbabilities(of: Matrix(scores.map { [$0] }), into: logits)
        return logits
    }

    @Test("gives the probabilities that its definition says, which sum to 1")
    func definition() {
        let scores = [-3.0, 0.1, 2.5]
        let logits = logits(scores)
        func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
        for (row, score) in scores.enumerated() {
            let below = [0] + Self.thresholds.map { sigmoid($0 - score) } + [1]
            for k in 0..<5 { #expect(abs(exp(logits[row, k]) - (below[k + 1] - below[k])) < 1e-12) }
            #expect(abs((0..<5).reduce(0) { $0 + exp(logits[row, $1]) } - 1) < 1e-12)
        }
        let float = Matrix<Float>(1, 5)
        CumulativeLogits(Matrix([Self.learned.map { Float($0) }])).logProbabilities(of: Matrix([[0.1]]), into: float)
        for k in 0..<5 { #expect(abs(Double(float[0, k]) - logits[1, k]) < 1e-5) }
    }

    @Test("its gradients are those by differences, of scores and thresholds", arguments: [2, 3, 5])
    func gradient(classCount: Int) {
        let learned = Array(Self.learned.prefix(classCount - 1))
        let scores = [-1.0, 0.3, 2.0, -0.2]
        let targets: [Target] = [0, Target(Int32(classCount - 1)), 1, Target(Int32(classCount / 2))]
        let loss = SoftmaxCrossEntropy(
            classWeights: (0..<classCount).map { 0.5 + Float($0) }, labelSmoothing: 0.1)
        func value(_ scores: [Double], _ learned: [Double], _ dLogits: Matrix<Double>? = nil) -> Double {
            loss.forwardBackward(
                logits: logits(scores, learned), targets: targets, scale: 1,
                dLogits: dLogits ?? Matrix(4, classCount)
            ).lossSum
        }
        let dLogits = Matrix<Double>(4, classCount)
        _ = value(scores, learned, dLogits)
        let (dScores, dLearned) = (Matrix<Double>(4, 1), Matrix<Double>(1, classCount - 1))
        CumulativeLogits(Matrix([learned])).backward(
            scores: Matrix(scores.map { [$0] }), dLogits: dLogits, dScores: dScores, dLearned: dLearned)
        func moved(_ values: [Double], _ index: Int, _ by: Double) -> [Double] {
            var values = values
            values[index] += by
            return values
        }
        for row in 0..<4 {
            let slope = (value(moved(scores, row, 1e-5), learned) - value(moved(scores, row, -1e-5), learned)) / 2e-5
            #expect(abs(dScores[row, 0] - slope) < 1e-6 * max(1, abs(slope)))
        }
        for k in learned.indices {
            let slope = (value(scores, moved(learned, k, 1e-5)) - value(scores, moved(learned, k, -1e-5))) / 2e-5
            #expect(abs(dLearned[0, k] - slope) < 1e-6 * max(1, abs(slope)))
        }
    }

    @Test("begins with all classes equally probable", arguments: [2, 3, 7])
    func start(classCount: Int) {
        let logits = logits([0], CumulativeLogits.start(classCount: classCount))
        for k in 0..<classCount { #expect(abs(exp(logits[0, k]) - 1 / Double(classCount)) < 1e-12) }
    }

    @Test("stays finite at scores far outside", arguments: [-1e4, 1e4])
    func far(score: Float) {
        let logits = Matrix<Float>(1, 5)
        let output = CumulativeLogits(Matrix([Self.learned.map { Float($0) }]))
        output.logProbabilities(of: Matrix([[score]]), into: logits)
        #expect(logits.values.allSatisfy { $0.isFinite })
        #expect(abs(logits[0, score < 0 ? 0 : 4]) < 1e-6)
        let (dScores, dLearned) = (Matrix<Float>(1, 1), Matrix<Float>(1, 4))
        output.backward(
            scores: Matrix([[score]]), dLogits: Matrix([[1, -1, 0.5, 0, 2]]), dScores: dScores, dLearned: dLearned)
        #expect((dScores.values + dLearned.values).allSatisfy { $0.isFinite })
    }
}
