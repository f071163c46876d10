import Testing
import ValenceEvaluation
import ValenceReports

/// Reports made up for the tests, the same in every run.
enum Sample {
    static let hostile = "<script>alert(\"1\")</script> & 'quotes' | `pipes` *stars*\n\u{1B}[31mred \u{202E}reversed"

    /// Predictions that are right about `skill` of the time.
    static func predictions(_ labels: [String], count: Int, skill: Float, seed: UInt64) -> Predictions {
        var state = seed
        func next() -> Float {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Float(state >> 40) / Float(1 << 24)
        }
        var truth: [Int] = []
        var logits: [Float] = []
        for _ in 0..<count {
            let label = min(labels.count - 1, Int(next() * Float(labels.count)))
            truth.append(label)
            for other in labels.indices {
                let nearness = 1 / Float(1 + abs(other - label))
                logits.append(3 * skill * nearness + 2 * next())
            }
        }
        return Predictions(labels: labels, truth: truth, logits: logits, temperature: 0.8)
    }

    static func model(_ name: String, _ predictions: Predictions, examples: Bool = true) -> EvaluatedModel {
        let texts = [
            "The soup was cold, the waiter colder. I would go again only to see whether it can get worse.", hostile,
            "المطعم رائع لكن الخدمة بطيئة جدا",
            "Great 👍🏽 phone\n\nshame about the battery " + String(repeating: "life ", count: 300),
        ]
        let wrong = Mistake.mostConfident(in: predictions, limit: texts.count)
        var model = EvaluatedModel(
            name: name, architecture: "LSTM, both directions, one layer of 128 units, max and mean pooling",
            predictions: predictions, temperature: 1.3127)
        model.kind = name
        model.settings = [ReportEntry("Vocabulary", "30,000 words"), ReportEntry("Length at most", "400 tokens")]
        model.parameterCount = 4_123_650
        model.fileByteCount = 16_504_321
        model.cutReviewCount = 117
        model.slicings = [slicing(.length, "length", predictions), slicing(.column, hostile, predictions)]
        model.familiarity = Familiarity(
            overlap: .init(copyCount: 3, nearCount: 2, correctCount: 5, newCount: 490, newCorrectCount: 400),
            shifts: [
                .init("mean length", .tokens, training: 70.2, here: 81.3),
                .init("labelled \(hostile)", .share, training: 0.5, here: nil),
            ],
            lengthDistance: 0.07)
        model.deletion = DeletionSummary(
            reviewCount: 100, wordCount: 5, topDrop: 1.5, randomDrop: 0.2, topFlips: 0.3, randomFlips: 0.02)
        model.mistakes =
            examples
            ? zip(wrong, texts).map { review, text in
                Mistake(
                    place: "test.csv:\(review + 2)", text: text,
                    truth: predictions.labels[predictions.truth[review]],
                    predicted: predictions.labels[predictions.predicted[review]],
                    confidence: Double(
                        predictions.probabilities[review * predictions.labels.count + predictions.predicted[review]]))
            } : nil
        model.history = (1...4).map {
            var epoch = TrainingEpoch(
                epoch: $0, trainingLoss: 0.7 / Double($0), validationLoss: $0 == 4 ? 0.41 : 0.6 / Double($0),
                validationAccuracy: 0.8 + 0.02 * Double(min($0, 3)), learningRate: 0.001 / Double($0), isBest: $0 == 3)
            epoch.trainingAccuracy = 0.8 + 0.04 * Double($0)
            epoch.gradientNorm = 3 / Double($0)
            epoch.clippedSteps = 4 - $0
            return epoch
        }
        model.card = [ReportEntry("Seed", "7"), ReportEntry("Training data", "train.csv, SHA-256 3f2c90aa51")]
        return model
    }

    /// Every third review is apart, and half of the right ones there are called wrong.
    private static func slicing(_ kind: Slicing.Kind, _ name: String, _ predictions: Predictions) -> Slicing {
        let right = zip(predictions.truth, predictions.predicted).map { $0 == $1 }
        var parts = [Slice.Tally(name: "up to 100 words"), Slice.Tally(name: hostile), Slice.Tally(name: "rare")]
        var correct = 0
        for (index, isRight) in right.enumerated() {
            let part = index < 3 ? 2 : index % 3 == 0 ? 1 : 0
            let counts = isRight && !(part == 1 && index.isMultiple(of: 2))
            parts[part].add(isRight: counts)
            if counts { correct += 1 }
        }
        return Slicing(kind: kind, name: name, slices: Slice.table(parts, count: right.count, correct: correct))
    }

    static func report(
        labels: [String] = ["negative", "positive"], models: Int = 1, count: Int = 500, examples: Bool = true
    )
        -> Report
    {
        let names = ["bilstm", "bow", "embedding"].prefix(models)
        let all = names.enumerated().map { index, name in
            (name: name, predictions: predictions(labels, count: count, skill: 1 - 0.25 * Float(index), seed: 11))
        }
        let truth = all.first?.predictions.truth ?? []
        return Report(
            title: "Sample reviews",
            data: DataSummary(
                files: ["datasets/sample/test.csv"], rowCount: count + 3, evaluatedCount: count,
                rejects: [.init("no text", 2), .init("no label", 1)],
                labels: labels.enumerated().map { label, name in .init(name, truth.count { $0 == label }) },
                lengths: LengthSummary(
                    mean: 81.3, median: 70, percentile95: 190, longest: 900,
                    bins: [
                        .init(from: 1, to: 50, count: count / 2), .init(from: 51, to: 100, count: count / 4),
                        .init(from: 101, to: nil, count: count - count / 2 - count / 4),
                    ]),
                duplicateCount: 4),
            models: all.map { model($0.name, $0.predictions, examples: examples) },
            comparisons: ModelComparison.all(all),
            checks: all.flatMap { model in
                [0.5, 0.999].map {
                    Check(Gate(.accuracy, least: $0), model: model.name, metrics: Metrics(model.predictions))
                }
            },
            suspects: Suspects(
                count: 3,
                examples: examples
                    ? [Mistake(text: hostile, truth: labels[0], predicted: labels[1], confidence: 0.97)] : nil),
            card: [ReportEntry("Command", "valence evaluate test.csv -m model.safetensors --report reports/sample")])
    }

    /// Reports that reach every corner: two classes, stars, several models, no review at all.
    static let corners: [Report] = [
        report(), report(count: 40), report(labels: ["1", "2", "3", "4", "5"]),
        report(labels: ["bad", "so-so", "good"], models: 3),
        report(count: 1), report(count: 0), report(labels: [hostile, "a|b"], examples: false),
    ]
}

extension Report: CustomTestStringConvertible {
    public var testDescription: String {
        "\(models.count) models, \(data.evaluatedCount) reviews, \(data.labels.count) labels"
    }
}
