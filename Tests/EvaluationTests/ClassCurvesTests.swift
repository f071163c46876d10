import Foundation
import Testing
import ValenceEvaluation

@Suite struct ClassCurvesTests {
    @Test(
        "curves and areas of every class equal scikit-learn's, and DeLong's interval its definition, to 1e-9",
        arguments: try Reference.load().metrics)
    func reference(_ sample: Reference.MetricCase) throws {
        for (label, expected) in (sample.expected.curves ?? []).enumerated() {
            let curves = ClassCurves(sample.predictions, label: label)
            #expect(curves.label == sample.labels[label])
            #expect(agree(curves.rocAUC, expected.rocAUC))
            #expect(agree(curves.prAUC, expected.prAUC))
            #expect(agree(curves.rocInterval?.lower, expected.rocInterval?[0]))
            #expect(agree(curves.rocInterval?.upper, expected.rocInterval?[1]))
            #expect(agree(curves.roc.flatMap { [$0.x, $0.y] }, expected.roc.flatMap { $0 }))
            // scikit-learn ends where all of the class are found, the curve drawn here where all reviews are.
            let found = curves.precisionRecall.prefix(expected.precisionRecall.count)
            #expect(agree(found.flatMap { [$0.x, $0.y] }, expected.precisionRecall.flatMap { $0 }))
            #expect(curves.precisionRecall.dropFirst(expected.precisionRecall.count).allSatisfy { $0.x == 1 })
        }
    }

    @Test("of two labels the last one's curves are drawn, of three all")
    func labels() {
        func count(_ labels: [String]) -> Int {
            ClassCurves.all(
                of: Predictions(labels: labels, truth: [0], probabilities: [1] + labels.dropFirst().map { _ in 0 })
            ).count
        }
        #expect(count(["a", "b"]) == 1)
        #expect(count(["a", "b", "c"]) == 3)
    }

    @Test("a curve of many reviews is thinned to 200 points of its own, and the area between them stays")
    func thinned() {
        var draws = SeededDraws(seed: 3)
        let sample = scores(count: 20_000, apart: 1.5, share: 0.5, &draws)
        let curves = ClassCurves(sample, label: 1)
        for points in [curves.roc, curves.precisionRecall] {
            #expect(points.count > 150 && points.count <= 200)
            #expect(points.last?.x == 1)
            #expect(zip(points, points.dropFirst()).allSatisfy { $0.x <= $1.x })
        }
        let area = zip(curves.roc, curves.roc.dropFirst()).reduce(0.0) {
            $0 + ($1.1.x - $1.0.x) * ($1.0.y + $1.1.y) / 2
        }
        #expect(abs(area - (curves.rocAUC ?? 0)) < 1e-3)
    }

    @Test("over 400 samples DeLong's interval covers the true area about 95 times of 100")
    func coverage() {
        // Normal scores 1.2 apart: the area is Φ(1.2 / √2).
        let truth = 0.801_932_4
        var draws = SeededDraws(seed: 11)
        var covered = 0
        for _ in 0..<400 {
            guard let interval = ClassCurves(scores(count: 150, apart: 1.2, share: 0.4, &draws), label: 1).rocInterval
            else { continue }
            if interval.lower <= truth, truth <= interval.upper { covered += 1 }
        }
        #expect(covered >= 368 && covered <= 392, "\(covered) of 400")
    }

    @Test("a probability that is not a number leaves nothing to draw")
    func notFinite() {
        let curves = ClassCurves(
            Predictions(labels: ["a", "b"], truth: [0, 1], predicted: [0, 1], probabilities: [1, 0, .nan, .nan]),
            label: 1)
        #expect(curves.roc.isEmpty && curves.precisionRecall.isEmpty && curves.rocAUC == nil)
    }
}

/// Reviews of two classes whose log-odds are normal, of variance 1 and so far apart: calibrated where `share` is a half.
func scores(count: Int, apart: Double, share: Double, _ draws: inout SeededDraws) -> Predictions {
    var (truth, probabilities) = ([Int](), [Float]())
    for _ in 0..<count {
        let label = draws.uniform() < share ? 1 : 0
        let x = draws.normal() + (label == 1 ? apart / 2 : -apart / 2)
        let p = Float(1 / (1 + exp(-apart * x)))
        truth.append(label)
        probabilities += [1 - p, p]
    }
    return Predictions(labels: ["negative", "positive"], truth: truth, probabilities: probabilities)
}

extension SeededDraws {
    /// Box and Muller's.
    mutating func normal() -> Double {
        (-2 * log(1 - uniform())).squareRoot() * cos(2 * .pi * uniform())
    }
}
