import ValenceNetworks

extension LanguageModelTrainer {
    /// Learns a language model of these texts, by a network of this shape.
    /// - Throws: `ModelsError`; `CancellationError` when stopped before the first epoch ended.
    static func learn(
        _ texts: PretrainingRun.Texts, _ configuration: NetworkConfiguration, precision: Precision,
        settings: Settings, seed: UInt64, threads: Int, checkpointPath: String?, resumes: Bool,
        isCancelled: @escaping @Sendable () -> Bool,
        onEvent: @escaping @Sendable (TrainingEvent) -> Void
    ) throws -> PretrainedEncoder {
        let network: RecurrentNetwork
        do {
            network = try RecurrentNetwork(configuration, seed: seed, precision: precision)
        } catch let error as NetworksError {
            throw ModelsError.badOption("\(error)")
        }
        onEvent(
            .note(
                "language model, \(configuration.direction == .both ? "in both directions" : "forward"): "
                    + "\(texts.tokens.count) tokens, vocabulary \(texts.vocabulary.count), embedding "
                    + "\(configuration.embeddingSize), hidden \(configuration.hiddenSize), \(settings.epochs) epochs of "
                    + "batches of \(settings.batchSize) segments of \(settings.segmentLength) tokens\(precision.note)"))
        let losses = try LanguageModelTrainer(
            LanguageModel(network, counts: texts.counts, seed: seed), tokens: texts.tokens, ends: texts.ends,
            settings: settings, seed: seed, threads: threads, checkpointPath: checkpointPath, resumes: resumes,
            isCancelled: isCancelled, onEvent: onEvent
        ).run()
        return PretrainedEncoder(
            network: network, vocabulary: texts.vocabulary, textSettings: texts.textSettings, heldOutLosses: losses)
    }
}
