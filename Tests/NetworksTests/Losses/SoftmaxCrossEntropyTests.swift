import Foundation
import Testing
import ValenceNetworks

@Suite struct SoftmaxCrossEntropyTests {
    @Test("the lecture's softmax over Wout s puts the second word first")
    func lecture() {
        let weights: [[Float]] = [[0.2, 0.1], [0, 0.2], [-0.1, -0.2], [-0.2, -0.1]]
        let logits = Matrix<Float>(1, 4)
        Float.multiply(
            Matrix([[0.27, 0.58]]), PackedMatrix(transposing: Matrix(weights)), bias: nil, into: logits, adds: false)
        let wanted: [Float] = [0.112, 0.116, -0.143, -0.112]
        for (found, wanted) in zip(logits.values, wanted) { #expect(abs(found - wanted) < 1e-6) }
        let probabilities = SoftmaxCrossEntropy.softmax(logits.values)
        #expect(probabilities.indices.max { probabilities[$0] < probabilities[$1] } == 1)
        #expect(abs(probabilities.reduce(0, +) - 1) < 1e-6)
    }

    @Test("the loss is −Σ y log ŷ and its gradient ŷ − y")
    func definition() {
        let logits = Matrix<Double>([[1, -2, 0.5], [0, 3, 0.25]])
        let dLogits = Matrix<Double>(2, 3)
        let (sum, correct) = SoftmaxCrossEntropy().forwardBackward(
            logits: logits, targets: [2, 1], scale: 1, dLogits: dLogits)
        var wanted = 0.0
        for (row, label) in [(0, 2), (1, 1)] {
            let powers = (0..<3).map { exp(logits[row, $0]) }
            let total = powers.reduce(0, +)
            wanted -= log(powers[label] / total)
            for c in 0..<3 { #expect(abs(dLogits[row, c] - (powers[c] / total - (c == label ? 1 : 0))) < 1e-12) }
        }
        #expect(abs(sum - wanted) < 1e-12)
        #expect(correct == 1)
    }

    @Test("class weights and label smoothing give PyTorch's figures")
    func weighted() {
        // torch.nn.CrossEntropyLoss(weight=[0.5, 2, 1.5], label_smoothing=0.2, reduction="sum")
        // on [[1, -2, 0.5], [0, 3, 0.25]] and labels [2, 1].
        let dLogits = Matrix<Double>(2, 3)
        let (sum, _) = SoftmaxCrossEntropy(classWeights: [0.5, 2, 1.5], labelSmoothing: 0.2).forwardBackward(
            logits: Matrix([[1, -2, 0.5], [0, 3, 0.25]]), targets: [2, 1], scale: 1, dLogits: dLogits)
        #expect(abs(sum - 2.36611772) < 1e-6)
        for (found, wanted) in zip(
            dLogits.values, [0.85216505, -0.08924696, -0.76291808, 0.05011339, -0.05726110, 0.00714771])
        { #expect(abs(found - wanted) < 1e-6) }
    }

    @Test("classes by their shares give PyTorch's figures too")
    func shares() {
        // The same call on the class probabilities [[0.2, 0.1, 0.7], [0.5, 0.3, 0.2]].
        let targets = [Target(shares: [0.2, 0.1, 0.7]), Target(shares: [0.5, 0.3, 0.2])]
        #expect(targets.map(\.label) == [2, 0])
        let dLogits = Matrix<Double>(2, 3)
        let (sum, correct) = SoftmaxCrossEntropy(classWeights: [0.5, 2, 1.5], labelSmoothing: 0.2).forwardBackward(
            logits: Matrix([[1, -2, 0.5], [0, 3, 0.25]]), targets: targets, scale: 1, dLogits: dLogits)
        #expect(abs(sum - 3.79232927) < 1e-6)
        for (found, wanted) in zip(dLogits.values, [0.6997, -0.2529, -0.4469, -0.1803, 0.4522, -0.2719]) {
            #expect(abs(found - wanted) < 1e-4)
        }
        #expect(correct == 0)
    }

    @Test("huge logits give a finite loss")
    func huge() {
        let dLogits = Matrix<Float>(1, 2)
        let (sum, _) = SoftmaxCrossEntropy().forwardBackward(
            logits: Matrix([[1e4, -1e4]]), targets: [1], scale: 1, dLogits: dLogits)
        #expect(sum == 2e4)
        #expect(dLogits.values == [1, -1])
    }
}
