import Foundation
import ValenceEvaluation
import ValenceNetworks
import ValenceReviews

/// What models of one kind are worth, each trained on all folds but one and judged on that one
/// (Stone 1974, doi:10.1111/j.2517-6161.1974.tb00994.x).
public struct CrossValidation: Sendable {
    public struct Fold: Sendable, Equatable {
        public let reviews: Int
        public let accuracy: Double?
        public let macroF1: Double?
    }

    public let kind: ModelKind
    public let folds: [Fold]
    /// Every review as the model judged it that had not seen it, in the order of the reviews.
    package let predictions: Predictions

    public var accuracy: Spread? { Spread(folds.map(\.accuracy)) }
    public var macroF1: Spread? { Spread(folds.map(\.macroF1)) }

    /// A mean over folds and how far they lie from it.
    public struct Spread: Sendable, Equatable {
        public let mean: Double
        /// The standard deviation over the folds, with n − 1 below.
        public let deviation: Double

        /// `nil` where a value is undefined, or where there are fewer than two.
        init?(_ values: [Double?]) {
            let defined = values.compactMap(\.self)
            guard defined.count == values.count, defined.count > 1 else { return nil }
            let mean = defined.reduce(0, +) / Double(defined.count)
            self.mean = mean
            let squares = defined.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            deviation = (squares / Double(defined.count - 1)).squareRoot()
        }
    }
}

extension CrossValidation {
    /// Trains and judges fold by fold. Of the other folds' reviews a share validates the model as in any training, unless
    /// a file does; the fold itself is seen by nothing that is trained, calibrated or weighed.
    /// - Parameters:
    ///   - context: its split's reviews are those to be parted, but for validation reviews from a file.
    ///   - fingerprints: of all the corpus's reviews.
    /// - Throws: `ModelsError`; `CancellationError` when stopped.
    init(
        _ kind: ModelKind, folds count: Int, options: TrainingOptions, context: TrainingContext, fingerprints: [UInt64]
    ) throws {
        let corpus = context.corpus
        var reviews = context.split.training
        if case .fraction = options.validation { reviews = (reviews + context.split.validation).sorted() }
        let assigned = Folds.assign(
            labels: reviews.map { corpus.labels[$0] }, fingerprints: reviews.map { fingerprints[$0] }, count: count,
            seed: context.seed)
        var foldOf = [Int?](repeating: nil, count: corpus.count)
        for (review, fold) in zip(reviews, assigned) { foldOf[review] = fold }
        try Self.check(corpus, reviews, fingerprints, folds: count)

        var probabilities = [Int: [Float]](minimumCapacity: reviews.count)
        var folds: [Fold] = []
        for fold in 0..<count {
            if context.isCancelled() { throw CancellationError() }
            let held = reviews.filter { foldOf[$0] == fold }
            var split = Split(training: reviews.filter { foldOf[$0] != fold }, validation: context.split.validation)
            if case .fraction(let share) = options.validation {
                split = split.training.parted(corpus, fingerprints, share: share, seed: context.seed)
            }
            var options = options
            options.checkpointPath = options.checkpointPath(ofFold: fold)
            let model = try kind.train(options, context: context.fold(split, options.classWeight, number: fold + 1))
            if context.isCancelled() { throw CancellationError() }
            let found = model.probabilities(of: held, in: context, validation: split.validation)
            for (review, row) in zip(held, found) { probabilities[review] = row }
            let metrics = Metrics(
                Predictions(
                    labels: corpus.labelNames, truth: held.map { Int(corpus.labels[$0]) },
                    probabilities: found.flatMap(\.self)))
            folds.append(Fold(reviews: held.count, accuracy: metrics.accuracy, macroF1: metrics.macro.f1))
            context.onEvent(.note(Self.sentence(kind, fold + 1, of: count, metrics)))
        }
        self.kind = kind
        self.folds = folds
        predictions = Predictions(
            labels: corpus.labelNames, truth: reviews.map { Int(corpus.labels[$0]) },
            probabilities: reviews.flatMap { probabilities[$0] ?? [] })
    }

    /// - Throws: `ModelsError.badTrainingData` where a fold would be empty, or a class would be in one fold only.
    private static func check(_ corpus: Corpus, _ reviews: [Int], _ fingerprints: [UInt64], folds: Int) throws {
        let texts = Set(reviews.map { fingerprints[$0] }).count
        guard texts >= folds else {
            throw ModelsError.badTrainingData(
                "\(texts) different texts cannot be parted into \(folds) folds; lower --folds")
        }
        for (label, name) in corpus.labelNames.enumerated() {
            let own = Set(reviews.filter { corpus.labels[$0] == label }.map { fingerprints[$0] })
            guard own.count != 1 else {
                throw ModelsError.badTrainingData(
                    "the label '\(name)' has one text only, so that its fold's model could not know it; add such reviews, "
                        + "or map the label with --label-map")
            }
        }
    }

    private static func sentence(_ kind: ModelKind, _ fold: Int, of count: Int, _ metrics: Metrics) -> String {
        func percent(_ value: Double?) -> String { value.map { String(format: "%.2f %%", $0 * 100) } ?? "n/a" }
        return "\(kind.rawValue): fold \(fold) of \(count): accuracy \(percent(metrics.accuracy)), "
            + "macro F1 \(percent(metrics.macro.f1))"
    }
}

extension [Int] {
    /// These reviews of a corpus, a share of them set apart to validate: stratified, copies of one text on one side.
    fileprivate func parted(_ corpus: Corpus, _ fingerprints: [UInt64], share: Double, seed: UInt64) -> Split {
        let isHeldOut = StratifiedSplit.assign(
            labels: map { corpus.labels[$0] }, fingerprints: map { fingerprints[$0] }, fraction: share, seed: seed)
        return Split(
            training: indices.filter { !isHeldOut[$0] }.map { self[$0] },
            validation: indices.filter { isHeldOut[$0] }.map { self[$0] })
    }
}

extension TrainingContext {
    /// The same for the training on all folds but one; of its events only progress and warnings are told.
    fileprivate func fold(_ split: Split, _ classWeight: ClassWeight, number: Int) -> TrainingContext {
        let onEvent = onEvent
        return TrainingContext(
            corpus: corpus, split: split, unlabelled: unlabelled,
            classWeights: classWeight.numbers(corpus, split), seed: seed, threads: threads,
            isCancelled: isCancelled
        ) { event in
            switch event {
            case .progress(var progress):
                progress.stage = "fold \(number), \(progress.stage)"
                onEvent(.progress(progress))
            case .warning: onEvent(event)
            default: break
            }
        }
    }
}

extension Trained {
    /// Calibrated on the validation reviews, where there are any; a row a review.
    fileprivate func probabilities(
        of reviews: [Int], in context: TrainingContext, validation: [Int]
    ) -> [[Float]] {
        let corpus = context.corpus
        let temperature = temperature(
            classCount: corpus.labelNames.count, truth: validation.map { Int(corpus.labels[$0]) })
        return classifier.probabilities(
            of: reviews, in: corpus, temperature: temperature, threads: context.threads)
    }
}
