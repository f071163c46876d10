import ValenceNetworks
import ValenceReviews
import ValenceText

/// A whole pre-training run: files of reviews in, labelled or not, one file out that `valence train` starts from.
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

    /// The texts as a vocabulary's ids, one text behind the other.
    struct Texts {
        let vocabulary: Vocabulary
        let tokens: [Int32]
        /// Where each text ends.
        let ends: [Int]
        /// How often each id was seen.
        let counts: [Int]
        let textSettings: TextSettings

        /// Some reviews of a corpus, in words of their own vocabulary.
        init(_ corpus: Corpus, reviews: [Int], maximumSize: Int, minimumCount: Int) {
            var seen = [Int](repeating: 0, count: corpus.table.count)
            for review in reviews { for token in corpus[review] { seen[Int(token)] += 1 } }
            self.init(
                corpus, reviews: reviews,
                Vocabulary(table: corpus.table, counts: seen, maximumSize: maximumSize, minimumCount: minimumCount))
        }

        /// Some reviews of a corpus, in words of a vocabulary.
        init(_ corpus: Corpus, reviews: some Sequence<Int>, _ vocabulary: Vocabulary) {
            let idOfToken = (0..<corpus.table.count).map {
                vocabulary.id(of: corpus.table[$0], hash: corpus.table.hashes[$0])
            }
            var (tokens, ends): ([Int32], [Int]) = ([], [])
            for review in reviews {
                tokens.append(contentsOf: corpus[review].lazy.map { idOfToken[Int($0)] })
                ends.append(tokens.count)
            }
            var counts = [Int](repeating: 0, count: vocabulary.count)
            for id in tokens { counts[Int(id)] += 1 }
            self.vocabulary = vocabulary
            self.counts = counts
            self.tokens = tokens
            self.ends = ends
            textSettings = corpus.textSettings
        }
    }

    /// Reads, learns and saves.
    /// - Throws: `ReviewsError`, `ModelsError`; `CancellationError` when stopped before the first epoch ended.
    public func run(
        isCancelled: @escaping @Sendable () -> Bool = { false },
        onEvent: @escaping @Sendable (TrainingEvent) -> Void = { _ in }
    ) throws {
        try options.check()
        try Checkpoint.check(path: options.checkpointPath, resumes: options.resumes, overwrites: overwrites)
        let output = try AtomicOutput(path: outputPath, overwrites: overwrites)
        let corpus = try read(isCancelled: isCancelled, onEvent: onEvent)
        let (file, name) =
            switch options.objective {
            case .languageModel: (try languageModel(of: corpus, isCancelled, onEvent), "language model")
            case .skipGram: (try wordVectors(of: corpus, isCancelled, onEvent), "word vectors")
            case .documents: (try documentVectors(of: corpus, isCancelled, onEvent), "document vectors")
            case .regions: (try regionVectors(of: corpus, isCancelled, onEvent), "region vectors")
            }
        try file.write(output.append)
        try output.commit()
        onEvent(.note("\(name): saved \(output.path)"))
    }

    private func languageModel(
        of corpus: Corpus, _ isCancelled: @escaping @Sendable () -> Bool,
        _ onEvent: @escaping @Sendable (TrainingEvent) -> Void
    ) throws -> TensorFileWriter {
        let texts = Texts(
            corpus, reviews: Array(0..<corpus.count), maximumSize: options.vocabularySize ?? 30_000,
            minimumCount: options.minimumCount ?? 2)
        let dropout = Double(options.dropout ?? LanguageModelTrainer.dropout)
        let configuration = NetworkConfiguration(
            vocabularySize: texts.vocabulary.count, embeddingSize: options.embeddingSize ?? 128,
            hiddenSize: options.hiddenSize ?? 128, dropout: DropoutSettings(embedding: dropout, output: dropout))
        var settings = LanguageModelTrainer.Settings(epochs: options.epochs ?? 5)
        settings.batchSize = options.batchSize ?? settings.batchSize
        settings.learningRate = options.learningRate.map { Double($0) } ?? settings.learningRate
        settings.segmentLength = options.segmentLength ?? settings.segmentLength
        return try LanguageModelTrainer.learn(
            texts, configuration, precision: Precision.chosen(options.precision) ?? .fastest, settings: settings,
            seed: options.seed, threads: options.threads, checkpointPath: options.checkpointPath,
            resumes: options.resumes, isCancelled: isCancelled, onEvent: onEvent
        ).tensorFile()
    }

    private func wordVectors(
        of corpus: Corpus, _ isCancelled: @escaping @Sendable () -> Bool,
        _ onEvent: @escaping @Sendable (TrainingEvent) -> Void
    ) throws -> TensorFileWriter {
        let minimumCount = options.minimumCount ?? 5
        let texts = Texts(
            corpus, reviews: Array(0..<corpus.count), maximumSize: options.vocabularySize ?? 100_000,
            minimumCount: minimumCount)
        guard texts.vocabulary.count > 1 else {
            throw ModelsError.badTrainingData(
                "no word was seen \(minimumCount) times; lower --min-count, or give more text")
        }
        let settings = SkipGramTrainer.Settings(options)
        onEvent(
            .note(
                "skip-gram: \(texts.tokens.count) tokens, vocabulary \(texts.vocabulary.count), vectors of "
                    + "\(settings.size) numbers, window \(settings.skipGram.window), \(settings.skipGram.negatives) "
                    + "negatives, \(settings.pieces.epochs) epochs, learning rate \(Float(settings.pieces.learningRate)) falling to 0"
            ))
        let trainer = try SkipGramTrainer(
            texts, settings: settings, options: options, isCancelled: isCancelled, onEvent: onEvent)
        let losses = try trainer.run()
        return try WordVectors.tensorFile(
            trainer.model, vocabulary: texts.vocabulary, textSettings: texts.textSettings, losses: losses)
    }

    private func documentVectors(
        of corpus: Corpus, _ isCancelled: @escaping @Sendable () -> Bool,
        _ onEvent: @escaping @Sendable (TrainingEvent) -> Void
    ) throws -> TensorFileWriter {
        let (vectors, losses) = try DocumentVectorTrainer(
            corpus, reviews: Array(0..<corpus.count), options: options, isCancelled: isCancelled, onEvent: onEvent
        ).run()
        return try vectors.tensorFile(textSettings: corpus.textSettings, losses: losses)
    }

    private func regionVectors(
        of corpus: Corpus, _ isCancelled: @escaping @Sendable () -> Bool,
        _ onEvent: @escaping @Sendable (TrainingEvent) -> Void
    ) throws -> TensorFileWriter {
        let (embedding, losses) = try RegionVectorTrainer(
            corpus, reviews: Array(0..<corpus.count), options: options, isCancelled: isCancelled, onEvent: onEvent
        ).run()
        guard embedding.vocabulary.count > 1 else {
            throw ModelsError.badTrainingData("no word was seen often enough; lower --min-count, or give more text")
        }
        return try embedding.tensorFile(textSettings: corpus.textSettings, losses: losses)
    }

    /// Each file by itself, since labelled and unlabelled ones differ in their columns.
    private func read(
        isCancelled: @escaping @Sendable () -> Bool, onEvent: @escaping @Sendable (TrainingEvent) -> Void
    ) throws -> Corpus {
        var builder = CorpusBuilder(textSettings: TextSettings(), threads: options.threads)
        for file in files {
            let reader = try ReviewReader([file], options: reading, needsLabel: false)
            for finding in reader.findings { onEvent(.note(finding)) }
            try builder.add(reader, isLabelled: false, isCancelled: isCancelled) { onEvent(.reading(records: $0)) }
            for line in reader.tally.sentences { onEvent(.note(line)) }
        }
        return try builder.finish().corpus
    }
}
