import Foundation
import ValenceEvaluation
import ValenceNetworks
import ValenceReviews
import ValenceText

/// A whole training run: labelled files in, one model file a kind out.
public struct TrainingRun: Sendable {
    public let files: [String]
    public let reading: ReadingOptions
    public let options: TrainingOptions
    /// The model file; with several kinds, `model.safetensors` becomes `model.bow.safetensors` and so on.
    public let outputPath: String
    public let overwrites: Bool

    public init(
        files: [String], reading: ReadingOptions, options: TrainingOptions, outputPath: String, overwrites: Bool = false
    ) {
        self.files = files
        self.reading = reading
        self.options = options
        self.outputPath = outputPath
        self.overwrites = overwrites
    }

    /// One trained model, as it was saved.
    public struct Outcome: Sendable {
        public let model: TrainedModel
        public let path: String
        public let byteCount: Int
        /// On the validation reviews, after the temperature; `nil` where there are none.
        public let metrics: Metrics?
        /// What the folds gave, where they were asked for.
        public let crossValidation: CrossValidation?
        /// Measured; they stand beside the model too.
        public let times: TrainingTimes
    }

    /// Reads, trains and saves.
    /// - Parameters:
    ///   - isCancelled: asked often; when it says so, the best state so far is saved and the run ends.
    ///   - onEvent: told what happens, from any thread.
    /// - Throws: `ReviewsError`, `ModelsError`; `CancellationError` when stopped before there was anything to save.
    public func run(
        isCancelled: @escaping @Sendable () -> Bool = { false },
        onEvent: @escaping @Sendable (TrainingEvent) -> Void = { _ in }
    ) throws -> [Outcome] {
        try validate()
        let outputs = try options.kinds.map { kind in
            (kind, try AtomicOutput(path: path(of: kind), overwrites: overwrites))
        }
        let prepared = try prepare(isCancelled: isCancelled, onEvent: onEvent)
        var outcomes: [Outcome] = []
        for (kind, output) in outputs {
            if isCancelled(), !outcomes.isEmpty { break }
            do {
                let folds = try options.folds.map {
                    try CrossValidation(
                        kind, folds: $0, options: options, context: prepared.context,
                        fingerprints: prepared.fingerprints)
                }
                outcomes.append(try train(kind, prepared, folds, into: output))
            } catch is CancellationError where !outcomes.isEmpty {
                break
            }
        }
        return outcomes
    }

    func validate() throws {
        func check(_ isGood: Bool, _ option: String, _ expected: String, _ found: Any) throws {
            if !isGood { throw ModelsError.badOption("\(option) expects \(expected), found \(found)") }
        }
        if case .fraction(let share) = options.validation {
            try check(share >= 0 && share < 1, "--validation", "a file or a share from 0 to below 1", share)
        }
        for path in options.checkpointPaths {
            try Checkpoint.check(path: path, resumes: options.resumes, overwrites: overwrites)
        }
        if options.head == .auto, options.checkpointPath != nil {
            throw ModelsError.badOption(
                "--head auto trains two networks, of which --checkpoint can keep one; choose softmax or ordinal")
        }
        try check(!options.kinds.isEmpty, "--model-type", "one or more of \(ModelKind.allWords)", "none")
        try check(options.threads > 0, "--threads", "1 or more", options.threads)
        _ = try (
            options.chosenCell(), options.chosenDirection(), options.chosenPooling(), options.chosenWeighting(),
            options.chosenPrecision()
        )
        for (name, value) in [
            ("--epochs", options.epochs), ("--batch-size", options.batchSize), ("--patience", options.patience),
            ("--max-length", options.maximumLength), ("--min-count", options.minimumCount),
        ] {
            if let value { try check(value > 0, name, "1 or more", value) }
        }
        if let folds = options.folds { try check(folds > 1, "--folds", "2 or more", folds) }
        if options.teacherPath != nil, options.unlabelledPath == nil {
            throw ModelsError.badOption("--teacher labels the reviews of --unlabelled; name these too")
        }
        let members = options.kinds.contains(.ensemble) ? options.members.compactMap(\.path) : []
        if options.folds != nil, options.teacherPath != nil || !members.isEmpty {
            throw ModelsError.badOption(
                "--folds cannot judge a teacher or a member that was trained before, since it has seen all folds; leave one "
                    + "out")
        }
        for path in members where !FileManager.default.fileExists(atPath: path) {
            throw ModelsError.badOption(
                "--members expects bilstm, bow, embedding, cnn or model files, found \(path), which is neither")
        }
        try validateTexts()
        for (name, value, range) in [
            ("--ngrams", options.ngrams, 1...NGrams.maximumLength),
            ("--vocabulary-size", options.vocabularySize, NetworkConfiguration.vocabularySizes),
            ("--embedding-size", options.embeddingSize, NetworkConfiguration.widths),
            ("--hidden-size", options.hiddenSize, NetworkConfiguration.widths),
            ("--layers", options.layers, NetworkConfiguration.depths),
        ] {
            if let value {
                try check(range.contains(value), name, "\(range.lowerBound) to \(range.upperBound)", value)
            }
        }
        if let characters = options.characters, characters != 0 {
            let lengths = NGrams.characterLengths
            try check(
                lengths.contains(characters), "--characters", "0 or \(lengths.lowerBound) to \(lengths.upperBound)",
                characters)
        }
        if let rate = options.learningRate {
            try check(rate > 0 && rate.isFinite, "--learning-rate", "a number above 0", rate)
        }
        try check(options.clipNorm > 0, "--clip-norm", "a number above 0", options.clipNorm)
        if let dropout = options.dropout {
            try check(dropout >= 0 && dropout < 1, "--dropout", "a share from 0 to below 1", dropout)
        }
    }

    /// What was or is learned from texts alone must have a model to read it.
    private func validateTexts() throws {
        let kinds = options.trainedKinds
        let readsDocuments = try kinds.contains(.bow) && options.chosenWeighting() ?? .binary == .binary
        if options.documentVectorsPath != nil, !readsDocuments {
            throw ModelsError.badOption(
                "--document-vectors stand beside the n-grams of a bag of words of --weighting binary; train one, by "
                    + "--model-type bow or as a member of an ensemble, or leave them out")
        }
        if options.regionVectorsPath != nil, !kinds.contains(.cnn) {
            throw ModelsError.badOption(
                "--region-vectors are read by a convolution; train one, by --model-type cnn or as a member of an ensemble, or "
                    + "leave them out")
        }
        if options.languageModelPath != nil, !kinds.contains(.cnn), !kinds.contains(.bilstm) {
            throw ModelsError.badOption(
                "--language-model is read by a convolution or a BiLSTM; train one, by --model-type or as a member of an "
                    + "ensemble, or leave it out")
        }
        guard options.learnsFromTexts else { return }
        let isTaught =
            readsDocuments && options.documentVectorsPath == nil
            || kinds.contains(.cnn) && options.regionVectorsPath == nil
        guard isTaught else {
            throw ModelsError.badOption(
                "--unlabelled without --teacher teaches a bag of words of --weighting binary its document vectors and a "
                    + "convolution its region vectors, where these are not given; here nothing would learn from it, so train "
                    + "one of them, or leave it out")
        }
    }

    private func path(of kind: ModelKind) -> String {
        guard options.kinds.count > 1 else { return outputPath }
        let ending = ".safetensors"
        let stem = outputPath.hasSuffix(ending) ? String(outputPath.dropLast(ending.count)) : outputPath
        return "\(stem).\(kind.rawValue)\(ending)"
    }

    /// What all kinds of model share.
    private struct Prepared {
        let context: TrainingContext
        /// Of each review, equal for copies of one text.
        let fingerprints: [UInt64]
        /// Without its files, whose checksums are taken beside all else.
        let provenance: Provenance
        let dataFiles: Beside<[Provenance.DataFile]>
        let seenTexts: SeenTexts
    }

    /// All that a model learns from.
    private var dataFiles: [String] {
        var paths = files
        if case .file(let path) = options.validation { paths.append(path) }
        paths += [
            options.initPath, options.vectorsPath, options.documentVectorsPath, options.regionVectorsPath,
            options.languageModelPath, options.unlabelledPath, options.teacherPath,
        ].compactMap(\.self)
        return paths + (options.kinds.contains(.ensemble) ? options.members.compactMap(\.path) : [])
    }

    /// Reads and tokenises everything, once for all kinds of model.
    private func prepare(
        isCancelled: @escaping @Sendable () -> Bool, onEvent: @escaping @Sendable (TrainingEvent) -> Void
    ) throws -> Prepared {
        var builder = CorpusBuilder(textSettings: TextSettings(), threads: options.threads)
        let paths = dataFiles
        let dataFiles = Beside(threads: options.threads) { try paths.map(Provenance.DataFile.init(path:)) }
        var textColumns: [String] = []
        func read(_ files: [String], isLabelled: Bool = true) throws {
            var reading = reading
            if !isLabelled {
                reading = reading.withoutLabels
                reading.usualTextColumns = textColumns
            }
            let reader = try ReviewReader(files, options: reading, needsLabel: isLabelled)
            for finding in reader.findings { onEvent(.note(finding)) }
            if textColumns.isEmpty { textColumns = reader.textColumns }
            try builder.add(reader, isLabelled: isLabelled, isCancelled: isCancelled) {
                onEvent(.reading(records: $0))
            }
            for line in reader.tally.sentences { onEvent(.note(line)) }
        }
        let teacher = try options.teacherPath.map(Teacher.init(path:))
        try read(files)
        let trainingCount = builder.count
        if case .file(let path) = options.validation { try read([path]) }
        let labelledCount = builder.count
        if let path = options.unlabelledPath { try read([path], isLabelled: false) }
        var (corpus, fingerprints) = try builder.finish()
        var split = try split(
            Array(corpus.labels[..<labelledCount]), names: corpus.labelNames, fingerprints,
            trainingCount: trainingCount)
        if let teacher {
            // Copies of labelled reviews are known better than any teacher knows them.
            let known = Set(fingerprints[..<labelledCount])
            let unlabelled = (labelledCount..<corpus.count).filter { !known.contains(fingerprints[$0]) }
            try teacher.teach(unlabelled, of: &corpus, threads: options.threads)
            if teacher.mayKnow(split, of: corpus, threads: options.threads) {
                onEvent(
                    .warning(
                        "the teacher may have learned from the validation reviews, so that what they say of the model is too "
                            + "kind; judge it by other reviews, or name the validation reviews for both by --validation FILE"
                    ))
            }
            split.training += unlabelled
            let copies = corpus.count - labelledCount - unlabelled.count
            onEvent(
                .note(
                    "reviews labelled by the teacher: \(unlabelled.count)"
                        + (copies > 0 ? "; left out, since they are among the labelled ones: \(copies)" : "")))
        }
        let context = TrainingContext(
            corpus: corpus, split: split, unlabelled: Array(labelledCount..<corpus.count),
            classWeights: options.classWeight.numbers(corpus, split), seed: options.seed, threads: options.threads,
            isCancelled: isCancelled, onEvent: onEvent)
        var provenance = Provenance(
            files: [], textColumns: textColumns,
            labelMap: reading.labelMap, seed: options.seed,
            trainingReviews: split.training.count, validationReviews: split.validation.count)
        provenance.taughtReviews = teacher.map { _ in split.training.count { $0 >= labelledCount } }
        return Prepared(
            context: context, fingerprints: fingerprints, provenance: provenance, dataFiles: dataFiles,
            seenTexts: SeenTexts(of: corpus, fingerprints: fingerprints, threads: options.threads))
    }

    /// - Throws: `ModelsError.badTrainingData` where a validation file has no review, or a label no training review.
    private func split(
        _ labels: [Int32], names: [String], _ fingerprints: [UInt64], trainingCount: Int
    ) throws -> Split {
        var split = Split(training: Array(0..<trainingCount), validation: Array(trainingCount..<labels.count))
        switch options.validation {
        case .file(let path):
            guard !split.validation.isEmpty else {
                throw ModelsError.badTrainingData(
                    "\(path): no labelled review to judge the model by; name another file or a share with --validation")
            }
        case .fraction(let share):
            let isHeldOut = StratifiedSplit.assign(
                labels: labels, fingerprints: Array(fingerprints[..<labels.count]), fraction: share, seed: options.seed)
            split.training = isHeldOut.indices.filter { !isHeldOut[$0] }
            split.validation = isHeldOut.indices.filter { isHeldOut[$0] }
        }
        let taught = Set(split.training.map { labels[$0] })
        if let untaught = split.validation.first(where: { !taught.contains(labels[$0]) }) {
            throw ModelsError.badTrainingData(
                "the validation reviews have the label '\(names[Int(labels[untaught])])', which no "
                    + "training review has; add such reviews, or map the label with --label-map")
        }
        return split
    }

    private func train(
        _ kind: ModelKind, _ prepared: Prepared, _ folds: CrossValidation?, into output: AtomicOutput
    ) throws -> Outcome {
        let (start, started) = (ContinuousClock.now, Date.now)
        let context = prepared.context
        let trained = try kind.train(options, context: context)
        let labels = context.corpus.labelNames
        let truth = context.split.validation.map { Int(context.corpus.labels[$0]) }
        let temperature = trained.temperature(classCount: labels.count, truth: truth)
        var metrics: Metrics?
        var heldOut: Predictions?
        var provenance = prepared.provenance
        provenance.files = try prepared.dataFiles.value()
        provenance.epochs = trained.epochs.map(\.withoutTime)
        provenance.cutReviews = trained.cutReviews
        provenance.precision = trained.precision?.rawValue
        provenance.trainingStatistics = TextStatistics(of: context, knownTo: trained.classifier)
        if !truth.isEmpty {
            let predictions = Predictions(
                labels: labels, truth: truth, logits: trained.validationLogits, temperature: temperature)
            let found = Metrics(predictions)
            heldOut = HeldOut.kept(of: predictions)
            metrics = found
            provenance.validationAccuracy = found.accuracy
            provenance.validationLogLoss = found.scores.logLoss
        }
        let model = TrainedModel(
            classifier: trained.classifier, labels: labels, textSettings: context.corpus.textSettings,
            temperature: temperature, provenance: provenance, seenTexts: prepared.seenTexts, heldOut: heldOut)
        let byteCount = try model.tensorFile().write(output.append)
        try output.commit()
        context.onEvent(.modelSaved(kind: kind, path: output.path, byteCount: byteCount))
        let times = try TrainingTimes(
            of: model, started: started, seconds: (ContinuousClock.now - start).seconds, epochs: trained.epochs,
            threads: options.threads)
        if output.isFile {
            do {
                try times.save(besideModelAt: output.path)
            } catch {
                context.onEvent(.warning("the training's times are lost: \(error)"))
            }
        }
        return Outcome(
            model: model, path: output.path, byteCount: byteCount, metrics: metrics, crossValidation: folds,
            times: times)
    }
}
