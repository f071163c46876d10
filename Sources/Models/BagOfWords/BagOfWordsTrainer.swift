import ValenceNetworks
import ValenceText

/// Trains a bag of words: counts the n-grams, weighs them, and solves one logistic regression a score.
struct BagOfWordsTrainer {
    let settings: BagOfWordsSettings
    let context: TrainingContext

    /// The settings that a user's choices and the defaults give.
    /// - Throws: `ModelsError.badOption`.
    static func settings(_ options: TrainingOptions) throws -> BagOfWordsSettings {
        var settings = BagOfWordsSettings()
        if let word = options.weighting {
            guard let weighting = BagOfWordsSettings.Weighting(rawValue: word) else {
                let words = BagOfWordsSettings.Weighting.allCases.map(\.rawValue).joined(separator: ", ")
                throw ModelsError.badOption("--weighting expects one of \(words), found '\(word)'")
            }
            settings = BagOfWordsSettings(weighting: weighting)
        }
        settings.ngrams = options.ngrams ?? settings.ngrams
        settings.minimumCount = options.minimumCount ?? settings.minimumCount
        try settings.check()
        return settings
    }

    static func train(_ options: TrainingOptions, context: TrainingContext) throws -> Trained {
        try BagOfWordsTrainer(settings: settings(options), context: context).train()
    }

    /// - Throws: `ModelsError.badTrainingData`, `ModelsError.badOption`; `CancellationError` when stopped before the
    ///   first pass of the solver.
    func train() throws -> Trained {
        try settings.check()
        let corpus = context.corpus
        let classCount = corpus.labelNames.count
        guard classCount >= 2, !context.split.training.isEmpty else {
            throw ModelsError.badTrainingData(
                "\(context.split.training.count) training reviews of \(classCount) classes; expected two classes or more"
            )
        }
        context.onEvent(
            .started(
                TrainingStart(
                    kind: .bow, architecture: settings.architecture, parameterCount: nil,
                    trainingReviews: context.split.training.count,
                    validationReviews: context.split.validation.count)))
        let (table, rows) = try features()
        let validation = context.split.validation
        let both = settings.refits && !validation.isEmpty ? [(context.split.training + validation).sorted()] : []
        let parts = ([context.split.training] + both).map { Part($0, rows, settings) }
        let scores = BagOfWordsClassifier.scoreCount(classCount)
        let jobs = parts.indices.flatMap { part in (0..<scores).map { (part: part, score: $0) } }
        let solutions = parallelMap(jobs.count, threads: context.threads) { job in
            solve(parts[jobs[job].part], score: jobs[job].score, classCount: classCount, isLast: job == jobs.count - 1)
        }
        let models = parts.indices.map { part in
            let own = Array(solutions[part * scores..<(part + 1) * scores])
            return classifier(table, parts[part], own, classCount: classCount)
        }
        let unsolved = solutions.count { !$0.hasConverged }
        if unsolved > 0 {
            context.onEvent(
                .warning(
                    "bag of words: the solver stopped before its tolerance in \(unsolved) of \(solutions.count) fits"))
        }
        return Trained(
            classifier: models[models.count - 1],
            validationLogits: models[0].logits(
                of: validation, in: corpus, threads: context.threads), cutReviews: nil)
    }

    /// Some of the reviews, with what they say of the features.
    private struct Part: Sendable {
        let reviews: [Int]
        let weighting: FeatureWeighting
        let rows: FeatureRows

        init(_ reviews: [Int], _ rows: FeatureRows, _ settings: BagOfWordsSettings) {
            self.reviews = reviews
            weighting = FeatureWeighting(rows, part: reviews, settings: settings)
            self.rows = weighting.weighted(rows)
        }
    }

    /// The n-grams of all reviews, and the reviews as rows of them.
    private func features() throws -> (FeatureTable, FeatureRows) {
        let hashes = TokenHashes(context.corpus)
        let counter = FeatureCounter(
            ngrams: settings.ngrams, minimumCount: settings.minimumCount, threads: context.threads)
        let found = counter.features(of: hashes, in: Array(0..<hashes.count), isCancelled: context.isCancelled) {
            done in
            report("counting n-grams", done)
        }
        guard let found, let table = FeatureTable(ascending: found) else { throw CancellationError() }
        let rows = FeatureRows(
            hashes, table: table, ngrams: settings.ngrams, counted: settings.weighting != .binary,
            threads: context.threads)
        if context.isCancelled() { throw CancellationError() }
        return (table, rows)
    }

    private func solve(
        _ part: Part, score: Int, classCount: Int, isLast: Bool
    ) -> LogisticRegression.Solution {
        let labels = part.reviews.map { Int(context.corpus.labels[$0]) }
        let positive = classCount == 2 ? 1 : score
        let isPositive = labels.map { $0 == positive }
        let scale =
            settings.usesNaiveBayes
            ? part.weighting.logCountRatios(
                part.rows, part: part.reviews, isPositive: isPositive, smoothing: settings.smoothing)
            : part.weighting.ones
        let costs = labels.map { settings.cost * Double(context.classWeights?[$0] ?? 1) }
        let problem = LogisticRegression(
            rows: part.rows, scale: scale, training: part.reviews, isPositive: isPositive, costs: costs)
        let solution = problem.solve(
            tolerance: settings.tolerance, maximumPasses: settings.maximumPasses,
            random: RandomStream(seed: context.seed, .shuffle, shard: score)
        ) { done in
            if isLast { report("logistic regression", done) }
            return context.isCancelled()
        }
        return solution
    }

    /// Keeps the features that say something.
    private func classifier(
        _ table: FeatureTable, _ part: Part, _ solutions: [LogisticRegression.Solution], classCount: Int
    ) -> BagOfWordsClassifier {
        var hashes: [UInt64] = []
        var weights: [Float] = []
        var idf: [Float] = []
        for feature in 0..<table.count where part.weighting.isKept[feature] {
            let own = solutions.map { Float($0.weights[feature]) }
            // With tf-idf every feature counts towards the length of its row.
            guard settings.weighting == .tfidf || own.contains(where: { $0 != 0 }) else { continue }
            hashes.append(table.hashes[feature])
            weights += own
            if settings.weighting == .tfidf { idf.append(part.weighting.idf[feature]) }
        }
        guard let kept = FeatureTable(ascending: hashes) else { preconditionFailure("features out of order") }
        return BagOfWordsClassifier(
            settings: settings, classCount: classCount, table: kept, weights: weights,
            bias: solutions.map { Float($0.bias) }, idf: idf)
    }

    private func report(_ stage: String, _ fractionDone: Double) {
        context.onEvent(.progress(TrainingProgress(kind: .bow, stage: stage, fractionDone: fractionDone)))
    }
}
