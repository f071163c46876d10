import ValenceEvaluation

/// Trains the members one after the other on one split, each network from a seed of its own, and weighs them.
enum EnsembleTrainer {
    /// - Throws: `ModelsError`; `CancellationError` when stopped before the first member had learned.
    static func train(_ options: TrainingOptions, context: TrainingContext) throws -> Trained {
        var members: [Trained] = []
        for (number, kind) in options.members.enumerated() {
            if context.isCancelled(), !members.isEmpty { break }
            var options = options
            options.checkpointPath = options.checkpointPath(ofMember: number)
            do {
                members.append(try kind.train(options, context: context.seeded(by: UInt64(number))))
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
            epochs: members.flatMap(\.epochs), cutReviews: members.compactMap(\.cutReviews).max())
    }
}
