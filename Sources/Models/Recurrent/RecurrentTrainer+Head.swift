import Foundation
import ValenceEvaluation
import ValenceNetworks
import ValenceReviews

extension RecurrentTrainer {
    /// Trains a network with the head that was chosen, or one with each and keeps the better.
    static func train(_ options: TrainingOptions, context: TrainingContext) throws -> Trained {
        let labels = LabelSet(context.corpus.labelNames)
        switch options.head {
        case .softmax: return try train(options, head: .softmax, context: context)
        case .ordinal:
            guard labels.isOrdered else {
                throw ModelsError.badOption(
                    "--head ordinal expects classes in order, such as numbers of stars or negative, neutral, positive; found "
                        + labels.names.joined(separator: ", "))
            }
            return try train(options, head: .ordinal, context: context)
        case .auto:
            guard labels.isOrdered, labels.names.count > 2, !context.split.validation.isEmpty else {
                context.onEvent(
                    .note("softmax output: an ordinal one takes three classes in order, and reviews to validate by"))
                return try train(options, head: .softmax, context: context)
            }
            return try better(options, context)
        }
    }

    private static func better(_ options: TrainingOptions, _ context: TrainingContext) throws -> Trained {
        let softmax = try train(options, head: .softmax, context: context)
        if context.isCancelled() { return softmax }
        let ordinal: Trained
        do {
            ordinal = try train(options, head: .ordinal, context: context)
        } catch is CancellationError {
            return softmax
        }
        let losses = [softmax, ordinal].map { logLoss($0, context) }
        context.onEvent(
            .note(
                "validation log-loss: softmax \(String(format: "%.4f", losses[0])), ordinal "
                    + "\(String(format: "%.4f", losses[1])); the \(losses[1] < losses[0] ? "ordinal" : "softmax") output is kept"
            ))
        return losses[1] < losses[0] ? ordinal : softmax
    }

    /// On the validation reviews, after the temperature.
    private static func logLoss(_ trained: Trained, _ context: TrainingContext) -> Double {
        let classCount = context.corpus.labelNames.count
        let truth = context.split.validation.map { Int(context.corpus.labels[$0]) }
        let temperature = Temperature.fit(logits: trained.validationLogits, classCount: classCount, truth: truth)
        return ValidationResult(
            logits: trained.validationLogits.map { $0 / temperature }, classCount: classCount, truth: truth
        ).loss
    }
}
