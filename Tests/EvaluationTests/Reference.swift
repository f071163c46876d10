import Foundation
import Testing
import ValenceEvaluation

/// The numbers of scikit-learn, scipy and statsmodels in `Tests/Fixtures/reference/metrics.json`.
struct Reference: Decodable {
    struct MetricCase: Decodable, Sendable, CustomTestStringConvertible {
        let name: String
        let labels: [String]
        let truth: [Int]
        let predicted: [Int]
        /// In 1/4096.
        let probabilities: [Int]
        let expected: Expected

        var testDescription: String { name }

        var predictions: Predictions {
            Predictions(
                labels: labels, truth: truth, predicted: predicted,
                probabilities: probabilities.map { Float($0) / 4096 })
        }
    }

    struct Expected: Decodable, Sendable {
        let confusion: [[Int]]
        let precision, recall, f1: [Double?]
        let support: [Int]
        let macro, weighted: [Double?]
        let accuracy: Double
        let interval: [Double]
        let matthews: Double?
        let logLoss, brier, calibrationError: Double
        let brierPositive, rocAUC, prAUC: Double?
        let precisionIntervals, recallIntervals: [[Double?]]
        let meanAbsoluteError, withinOne, quadraticKappa: Double?
        /// Of each class against the rest.
        let curves: [Curves]?
        /// For each class, for each true class, the reviews in each bin of its probability.
        let distributions: [[[Int]]]?
    }

    struct Curves: Decodable, Sendable {
        let rocAUC, prAUC: Double?
        let rocInterval: [Double]?
        let roc, precisionRecall: [[Double]]
    }

    struct TemperatureCase: Decodable, Sendable, CustomTestStringConvertible {
        let name: String
        let classCount: Int
        let logits: [Float]
        let truth: [Int]
        let temperature, lossBefore, lossAfter: Double

        var testDescription: String { name }
    }

    struct PairedCase: Decodable, Sendable {
        let counts: [Int]
        let p, difference: Double
        let interval: [Double]

        var comparison: PairedComparison {
            PairedComparison(
                bothRight: counts[0], onlyFirstRight: counts[1], onlySecondRight: counts[2], bothWrong: counts[3])
        }
    }

    struct BinomialCase: Decodable, Sendable {
        let successes, trials: Int
        let probability, lowerBound, atLeast: Double
    }

    struct FisherCase: Decodable, Sendable {
        let table: [Int]
        let p: Double
    }

    struct HolmCase: Decodable, Sendable {
        let p, corrected: [Double]
    }

    let metrics: [MetricCase]
    let temperature: [TemperatureCase]
    let paired: [PairedCase]
    let binomial: [BinomialCase]
    let fisher: [FisherCase]
    let holm: [HolmCase]

    static func load() throws -> Reference {
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let file = tests.appending(path: "Fixtures/reference/metrics.json")
        return try JSONDecoder().decode(Reference.self, from: Data(contentsOf: file))
    }
}

/// Equal to 1e-9, or both undefined.
func agree(_ ours: Double?, _ theirs: Double?) -> Bool {
    guard let ours, let theirs else { return ours == nil && theirs == nil }
    return abs(ours - theirs) <= 1e-9
}

func agree(_ ours: [Double?], _ theirs: [Double?]) -> Bool {
    ours.count == theirs.count && zip(ours, theirs).allSatisfy(agree)
}
