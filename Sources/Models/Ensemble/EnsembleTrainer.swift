import ValenceEvaluation
import ValenceNetworks

/// Trains the members one after the other on one split, each network from a seed of its own, takes over those that are
/// trained already, and weighs them all.
enum EnsembleTrainer {
    /// - Throws: `ModelsError`; `CancellationError` when stopped before the first member had learned.
    static func train(_ options: TrainingOptions, context: TrainingContext) throws -> Trained {
        var members: [Trained] = []
        for (number, member) in options.members.enumerated() {
            if context.isCancelled(), !members.isEmpty { break }
            var options = options
            options.trainsMember = true
            options.checkpointPath = options.checkpointPath(ofMember: number)
            do {
                switch member {
                case .kind(let kind):
                    members.append(try kind.train(options, context: context.seeded(by: UInt64(number))))
                case .file(let path): members.append(try Trained(readyAt: path, context: context))
                }
            } catch is CancellationError where !members.isEmpty {
                break
            }
        }
        let classCount = context.corpus.labelNames.count
        let truth = context.split.validation.map { Int(context.corpus.labels[$0]) }
        let weights = LogitWeights.fit(members.map(\.validationLogits), classCount: classCount, truth: truth)
        context.onEvent(
            .note(
                "ensemble: "
                    + zip(members, weights).map { "\(type(of: $0.classifier).kind.rawValue) × \($1)" }
                    .joined(separator: " + ")))
        var logits = [Float](repeating: 0, count: truth.count * classCount)
        for (member, weight) in zip(members, weights) {
            for (index, logit) in member.validationLogits.enumerated() { logits[index] += weight * logit }
        }
        return Trained(
            classifier: try EnsembleClassifier(members.map(\.classifier), weights: weights), validationLogits: logits,
            epochs: members.flatMap(\.epochs), cutReviews: members.compactMap(\.cutReviews).max(),
            precision: members.contains { $0.precision == .bfloat16 }
                ? .bfloat16 : members.lazy.compactMap(\.precision).first)
    }
}

extension Trained {
    /// A model file, as a member.
    /// - Throws: `ModelsError.badOption` where its validation reviews were others, so that it may have learned from those
    ///   by which members are weighed.
    init(readyAt path: String, context: TrainingContext) throws {
        let model = try TrainedModel(path: path)
        guard model.kind != .ensemble else {
            throw ModelsError.badOption("the member \(path) is an ensemble itself; name its members instead")
        }
        let rows = model.classifier.logits(of: context.split.validation, in: context.corpus, threads: context.threads)
        guard model.isJudged(by: context.split.validation, of: context.corpus, logits: rows) else {
            throw ModelsError.badOption(
                "the member \(path) may have learned from the validation reviews, by which members are weighed; "
                    + (model.kind == .bow
                        ? "a bag of words does in the end: name bow, which is trained anew in seconds"
                        : "train it on the same file, with the same --validation and --seed"))
        }
        self.init(
            classifier: model.classifier, validationLogits: rows.flatMap(\.self), epochs: model.provenance.epochs,
            cutReviews: model.provenance.cutReviews,
            precision: model.provenance.precision.flatMap(Precision.init))
    }
}
