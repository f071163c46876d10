import Foundation
import ValenceEvaluation
import ValenceModels
import ValenceReports
import ValenceReviews

/// A model under evaluation, with what it said so far.
struct JudgedModel {
    let path: String
    let model: TrainedModel
    private let precision: String?
    private let byteCount: Int?
    private var probabilities: [Float] = []
    private var cutCount = 0
    private var elapsedSeconds = 0.0
    /// The most confident mistakes so far, with their reviews' numbers.
    private var mistakes: [(number: Int, mistake: Mistake)] = []
    private var familiarity: FamiliarityCounter

    /// - Parameter first: the model that is judged before this one, if there is one.
    init(path: String, precision: String?, after first: TrainedModel?, threads: Int) throws {
        self.path = path
        self.precision = precision
        model = try TrainedModel(path: path, precision: precision)
        familiarity = FamiliarityCounter(model, after: first, threads: threads)
        byteCount = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
    }

    /// - Parameters:
    ///   - before: how many reviews were judged earlier.
    ///   - examples: how many mistakes are kept.
    /// - Returns: what the model says of these reviews.
    mutating func judge(
        _ reviews: [Review], truth: [Int], before: Int, threads: Int, examples: Int
    ) -> Predictions {
        let start = ContinuousClock.now
        let found = Predictor(model, threads: threads).predict(reviews.map(\.text))
        elapsedSeconds += (ContinuousClock.now - start).seconds
        probabilities += found.probabilities
        cutCount += found.cutCount
        let block = Predictions(labels: model.labels, truth: truth, probabilities: found.probabilities)
        guard examples > 0 else { return block }
        mistakes += Mistake.mostConfident(in: block, limit: examples).map { index in
            let mistake = Mistake(
                place: reviews[index].place.short, text: reviews[index].string, truth: model.labels[truth[index]],
                predicted: model.labels[block.predicted[index]], confidence: block.confidence(index))
            return (before + index, mistake)
        }
        mistakes.sort { ($0.mistake.confidence, $1.number) > ($1.mistake.confidence, $0.number) }
        mistakes.removeLast(max(0, mistakes.count - examples))
        return block
    }

    /// Looks how the reviews compare with those that the model was made with.
    /// - Parameter told: what the first model's look found.
    mutating func compare(
        _ reviews: [Review], answers: Predictions, told: [SeenTexts.Match?]
    ) -> [SeenTexts.Match?] {
        familiarity.add(reviews.map(\.text), answers: answers, told: told)
    }

    func predictions(_ labels: [String], _ truth: [Int]) -> Predictions {
        Predictions(labels: labels, truth: truth, probabilities: probabilities)
    }

    func evaluated(
        name: String, _ predictions: Predictions, slicings: [Slicing], showsMistakes: Bool
    ) -> EvaluatedModel {
        let origin = model.provenance
        let card =
            origin.files.map { file in
                ReportEntry(
                    "learned from",
                    file.inWords)
            } + [
                ReportEntry(
                    "training reviews",
                    "\(origin.trainingReviews)"
                        + (origin.taughtReviews.map { ", of which a teacher labelled \($0)" } ?? "")),
                ReportEntry("validation reviews", "\(origin.validationReviews)"),
                ReportEntry("label map", origin.labelMap ?? "none"), ReportEntry("seed", "\(origin.seed)"),
            ] + (origin.precision.map { [ReportEntry("training precision", $0)] } ?? [])
            + (precision.map { [ReportEntry("evaluation precision", $0)] } ?? [])
        var evaluated = EvaluatedModel(
            name: name, architecture: model.architecture, predictions: predictions,
            temperature: Double(model.temperature))
        evaluated.kind = model.kind.rawValue
        evaluated.settings = model.settingsInWords.map { ReportEntry($0.name, $0.value) }
        evaluated.parameterCount = model.parameterCount
        evaluated.fileByteCount = byteCount
        evaluated.cutReviewCount = model.maximumLength == nil ? nil : cutCount
        evaluated.slicings = slicings
        evaluated.familiarity = familiarity.familiarity
        evaluated.mistakes = showsMistakes ? mistakes.map(\.mistake) : nil
        evaluated.history = origin.epochs.map(TrainingEpoch.init)
        // Each epoch that beat all before it is marked in the model; the last of them is the one that was kept.
        let kept = evaluated.history.lastIndex(where: \.isBest)
        for index in evaluated.history.indices { evaluated.history[index].isBest = index == kept }
        evaluated.card = card
        return evaluated
    }

    func run(name: String, reviews: Int) -> RunInfo.ModelRun {
        let training = TrainingTimes(of: model, at: path)
        return RunInfo.ModelRun(
            name: name, reviewsPerSecond: Double(reviews) / max(elapsedSeconds, 1e-9),
            evaluationSeconds: elapsedSeconds, trainingSeconds: training?.trainingSeconds,
            epochSeconds: training?.epochSeconds ?? [])
    }
}

extension TrainingEpoch {
    fileprivate init(_ summary: EpochSummary) {
        self.init(
            epoch: summary.epoch, trainingLoss: summary.trainingLoss, validationLoss: summary.validationLoss,
            validationAccuracy: summary.validationAccuracy, learningRate: summary.learningRate, isBest: summary.isBest)
        trainingAccuracy = summary.trainingAccuracy
        // A model without gradients to clip has no clipped steps either.
        guard let norm = summary.gradientNorm else { return }
        gradientNorm = norm
        clippedSteps = summary.clippedSteps
        nonFiniteSteps = summary.nonFiniteSteps
    }
}
