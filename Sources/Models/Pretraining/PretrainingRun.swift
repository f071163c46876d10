import ValenceNetworks
import ValenceReviews
import ValenceText

/// A whole pre-training run: files of reviews in, labelled or not, one file out that `train --init` starts from.
public struct PretrainingRun: Sendable {
    public let files: [String]
    public let reading: ReadingOptions
    public let options: PretrainingOptions
    public let outputPath: String
    public let overwrites: Bool

    public init(
        files: [String], reading: ReadingOptions, options: PretrainingOptions, outputPath: String,
        overwrites: Bool = false
    ) {
        self.files = files
        self.reading = reading
        self.options = options
        self.outputPath = outputPath
        self.overwrites = overwrites
    }

    /// Reads, learns and saves.
    /// - Throws: `ReviewsError`, `ModelsError`; `CancellationError` when stopped before the first epoch ended.
    public func run(
        isCancelled: @escaping @Sendable () -> Bool = { false },
        onEvent: @escaping @Sendable (TrainingEvent) -> Void = { _ in }
    ) throws {
        try Checkpoint.check(path: options.checkpointPath, resumes: options.resumes, overwrites: overwrites)
        let output = try AtomicOutput(path: outputPath, overwrites: overwrites)
        let corpus = try read(isCancelled: isCancelled, onEvent: onEvent)
        var counts = [Int](repeating: 0, count: corpus.table.count)
        for token in corpus.tokens { counts[Int(token)] += 1 }
        let vocabulary = Vocabulary(
            table: corpus.table, counts: counts, maximumSize: options.vocabularySize ?? 30_000,
            minimumCount: options.minimumCount ?? 2)
        let idOfToken = (0..<corpus.table.count).map {
            vocabulary.id(of: corpus.table[$0], hash: corpus.table.hashes[$0])
        }
        let tokens = corpus.tokens.map { idOfToken[Int($0)] }
        var idCounts = [Int](repeating: 0, count: vocabulary.count)
        for id in tokens { idCounts[Int(id)] += 1 }

        let dropout = Double(options.dropout ?? 0.1)
        let configuration = NetworkConfiguration(
            vocabularySize: vocabulary.count, embeddingSize: options.embeddingSize ?? 128,
            hiddenSize: options.hiddenSize ?? 128, dropout: DropoutSettings(embedding: dropout, output: dropout))
        let network: RecurrentNetwork
        do {
            network = try RecurrentNetwork(configuration, seed: options.seed)
        } catch let error as NetworksError {
            throw ModelsError.badOption("\(error)")
        }
        let settings = LanguageModelTrainer.Settings(
            epochs: options.epochs ?? 5, batchSize: options.batchSize ?? 64,
            learningRate: Double(options.learningRate ?? 2e-3), segmentLength: options.segmentLength ?? 100)
        onEvent(
            .note(
                "language model in both directions: \(tokens.count) tokens, vocabulary \(vocabulary.count), embedding "
                    + "\(configuration.embeddingSize), hidden \(configuration.hiddenSize), \(settings.epochs) epochs of "
                    + "batches of \(settings.batchSize) segments of \(settings.segmentLength) tokens"))
        let losses = try LanguageModelTrainer(
            LanguageModel(network, counts: idCounts, seed: options.seed), tokens: tokens, ends: corpus.ends,
            settings: settings, seed: options.seed, threads: options.threads, checkpointPath: options.checkpointPath,
            resumes: options.resumes, isCancelled: isCancelled, onEvent: onEvent
        ).run()
        let bytes = try PretrainedEncoder(
            network: network, vocabulary: vocabulary, textSettings: corpus.textSettings, heldOutLosses: losses
        ).encoded()
        try output.append(bytes)
        try output.commit()
        onEvent(.note("language model: saved \(output.path)"))
    }

    /// Each file by itself, since labelled and unlabelled ones differ in their columns.
    private func read(
        isCancelled: @escaping @Sendable () -> Bool, onEvent: @escaping @Sendable (TrainingEvent) -> Void
    ) throws -> Corpus {
        var builder = CorpusBuilder(textSettings: TextSettings(), threads: options.threads, needsLabels: false)
        for file in files {
            let reader = try ReviewReader([file], options: reading, needsLabel: false)
            for finding in reader.findings { onEvent(.note(finding)) }
            try builder.add(reader, isCancelled: isCancelled) { onEvent(.reading(records: $0)) }
            for line in reader.tally.sentences { onEvent(.note(line)) }
        }
        return try builder.finish().corpus
    }
}
