import Testing
import ValenceEvaluation

@Suite struct MetricsTests {
    @Test("every metric equals scikit-learn's to 1e-9", arguments: try Reference.load().metrics)
    func reference(_ sample: Reference.MetricCase) {
        let metrics = Metrics(sample.predictions)
        let expected = sample.expected
        #expect(metrics.confusion.counts == expected.confusion.flatMap { $0 })
        #expect(agree(metrics.classes.map(\.precision), expected.precision))
        #expect(agree(metrics.classes.map(\.recall), expected.recall))
        #expect(agree(metrics.classes.map(\.f1), expected.f1))
        #expect(metrics.classes.map(\.support) == expected.support)
        #expect(agree([metrics.macro.precision, metrics.macro.recall, metrics.macro.f1], expected.macro))
        #expect(agree([metrics.weighted.precision, metrics.weighted.recall, metrics.weighted.f1], expected.weighted))
        #expect(agree(metrics.accuracy, expected.accuracy))
        #expect(agree([metrics.accuracyInterval?.lower, metrics.accuracyInterval?.upper], expected.interval))
        for (label, numbers) in metrics.classes.enumerated() {
            let (precision, recall) = (numbers.precisionInterval, numbers.recallInterval)
            #expect(agree([precision?.lower, precision?.upper], expected.precisionIntervals[label]))
            #expect(agree([recall?.lower, recall?.upper], expected.recallIntervals[label]))
        }
        #expect(agree(metrics.matthews, expected.matthews))
        #expect(agree(metrics.scores.logLoss, expected.logLoss))
        #expect(agree(metrics.scores.brier, expected.brier))
        #expect(agree(metrics.scores.brierPositive, expected.brierPositive))
        #expect(agree(metrics.ranking?.rocAUC, expected.rocAUC))
        #expect(agree(metrics.ranking?.prAUC, expected.prAUC))
        #expect(agree(metrics.stars?.meanAbsoluteError, expected.meanAbsoluteError))
        #expect(agree(metrics.stars?.withinOne, expected.withinOne))
        #expect(agree(metrics.stars?.quadraticKappa, expected.quadraticKappa))
        #expect(agree(metrics.calibration.expectedError, expected.calibrationError))
    }

    @Test("without reviews every number is undefined")
    func empty() {
        let metrics = Metrics(Predictions(labels: ["1", "2"], truth: [], predicted: [], probabilities: []))
        let numbers = [
            metrics.accuracy, metrics.accuracyInterval?.lower, metrics.matthews, metrics.macro.f1,
            metrics.weighted.recall,
            metrics.classes[0].precision, metrics.scores.logLoss, metrics.scores.brier, metrics.scores.brierPositive,
            metrics.ranking?.rocAUC, metrics.ranking?.prAUC, metrics.stars?.withinOne,
            metrics.calibration.expectedError,
        ]
        #expect(numbers.allSatisfy { $0 == nil })
        #expect(metrics.calibration.bins.isEmpty)
    }

    @Test("a probability that is not a number leaves the labels' metrics standing, and no score")
    func notFinite() {
        let metrics = Metrics(
            Predictions(labels: ["a", "b"], truth: [0, 1], predicted: [0, 1], probabilities: [1, 0, .nan, .nan]))
        #expect(metrics.accuracy == 1)
        #expect(metrics.scores.logLoss == nil)
        #expect(metrics.ranking == nil)
        #expect(metrics.calibration.expectedError == nil)
    }

    @Test("the order of the reviews changes no metric beyond rounding", arguments: try Reference.load().metrics)
    func order(_ sample: Reference.MetricCase) {
        let predictions = sample.predictions
        let k = sample.labels.count
        let turned = Predictions(
            labels: sample.labels, truth: predictions.truth.reversed(), predicted: predictions.predicted.reversed(),
            probabilities: (0..<predictions.truth.count).reversed().flatMap {
                predictions.probabilities[($0 * k)..<(($0 + 1) * k)]
            })
        let one = Metrics(predictions)
        let other = Metrics(turned)
        #expect(one.confusion == other.confusion)
        #expect(agree(one.calibration.expectedError, other.calibration.expectedError))
        #expect(agree(one.ranking?.rocAUC, other.ranking?.rocAUC))
        #expect(agree(one.scores.logLoss, other.scores.logLoss))
    }

    @Test("labels such as nan, inf and 0x1 are names, not stars")
    func names() {
        for name in ["nan", "inf", "0x1", "five", ""] {
            let predictions = Predictions(labels: ["1", name], truth: [0], predicted: [0], probabilities: [1, 0])
            #expect(Metrics(predictions).stars == nil, "\(name)")
        }
    }
}
