import Foundation
import Synchronization
import ValenceNetworks
import ValenceText

/// Trains a bag of words: counts n-grams, weights them, and fits a logistic regression to each class.
///
/// The model handed on has learned from the training and the validation reviews where it may; the validation logits are then
/// those of a second one, fitted side by side, that has not seen the validation reviews.
package struct BagOfWordsTrainer {
    package struct Settings: Sendable, Equatable {
        package var ngrams = 3
        /// The longest run of a word's characters; `nil` for none.
        package var characters: Int?
        package var weighting = Weighting.binary
        package var minimumCount = 2
        /// Whether the validation reviews may be learned from in the end: not if they came from a file of their own.
        package var refits = true
        /// Where the fit ends; see `LogisticProblem.solve`.
        package var tolerance = LogisticProblem.tolerance
        /// Document vectors' numbers are multiplied by it, so that they stand among n-grams as equals.
        package var documentScale: Float = 8
        /// C where document vectors are read, which carry much of what single n-grams else must.
        package var documentLossWeight = 0.1
        /// C where runs of characters are read, which say much again that words have said.
        package var characterLossWeight = 0.05

        package init() {}
    }

    let settings: Settings
    let documentVectors: DocumentVectors?
    let context: TrainingContext

    package init(settings: Settings, documentVectors: DocumentVectors? = nil, context: TrainingContext) {
        self.settings = settings
        self.documentVectors = documentVectors
        self.context = context
    }

    static func train(_ options: TrainingOptions, context: TrainingContext) throws -> Trained {
        var settings = Settings()
        settings.ngrams = try ngramLength(options.ngrams) ?? settings.ngrams
        settings.minimumCount = options.minimumCount ?? settings.minimumCount
        settings.weighting = try options.chosenWeighting() ?? settings.weighting
        settings.characters = characters(options, context, settings.weighting)
        if case .file = options.validation { settings.refits = false }
        // An ensemble may become a teacher, who should know nothing of the reviews by which its pupils are judged. Where reviews
        // are few, a tenth more of them is worth too much for that.
        if options.trainsMember, context.split.training.count >= 20_000 { settings.refits = false }
        var documentVectors = try options.documentVectorsPath.map {
            try DocumentVectors(path: $0, textSettings: context.corpus.textSettings)
        }
        if options.learnsDocumentVectors, settings.weighting == .binary {
            var run = PretrainingOptions(threads: context.threads)
            run.seed = context.seed
            documentVectors = try DocumentVectorTrainer(
                context.corpus, reviews: context.split.training + context.unlabelled, options: run,
                isCancelled: context.isCancelled, onEvent: context.onEvent
            ).run().vectors
        }
        return try BagOfWordsTrainer(settings: settings, documentVectors: documentVectors, context: context).run()
    }

    /// Where texts are short, or few with nothing else known of them, many a word is new, and its parts are not.
    private static func characters(
        _ options: TrainingOptions, _ context: TrainingContext, _ weighting: Weighting
    ) -> Int? {
        if let longest = options.characters { return longest == 0 ? nil : longest }
        let tokens = context.trainingTokenCount
        let areShort = tokens < 100 * context.split.training.count
        let areFew = tokens < 300_000 && options.documentVectorsPath == nil && !options.learnsDocumentVectors
        return weighting == .binary && (areShort || areFew) ? 5 : nil
    }

    /// - Throws: `ModelsError.badOption` for a length that no n-gram has.
    static func ngramLength(_ length: Int?) throws -> Int? {
        guard let length else { return nil }
        guard (1...NGrams.maximumLength).contains(length) else {
            throw ModelsError.badOption("--ngrams expects 1 to \(NGrams.maximumLength), found \(length)")
        }
        return length
    }

    private var classCount: Int { context.corpus.labelNames.count }
    private var outputCount: Int { BagOfWordsClassifier.outputCount(classCount) }

    package func run() throws -> Trained {
        let split = context.split
        context.onEvent(
            .started(
                TrainingStart(
                    kind: .bow, architecture: classifier(hashes: [], [], idf: []).architecture, parameterCount: nil,
                    trainingReviews: split.training.count, validationReviews: split.validation.count)))
        progress("counting n-grams", 0)
        let reviews = split.training + split.validation
        let refits = settings.refits && !split.validation.isEmpty
        let learned = refits ? reviews.count : split.training.count
        let grams = NGramCounter(
            context.corpus, length: settings.ngrams, characters: settings.characters,
            minimumCount: settings.minimumCount, threads: context.threads
        ).matrix(of: reviews, counted: learned)
        if context.isCancelled() { throw CancellationError() }
        context.onEvent(
            .note(
                "\(grams.hashes.count) n-grams of up to \(settings.ngrams) words"
                    + (settings.characters.map { " and runs of up to \($0) characters" } ?? "")
                    + ", in \(settings.minimumCount) reviews or "
                    + "more"))
        let matrix = try documentVectors.map { grams.appending(try vectors(of: reviews, $0)) } ?? grams
        progress("fitting", 0)
        let targets = reviews.map { context.corpus.target(of: $0) }
        let values = zip(matrix.counts, matrix.columns).map {
            Int($1) < matrix.hashes.count ? settings.weighting.value($0) : $0
        }
        let partRows = refits ? [split.training.count, reviews.count] : [split.training.count]
        let parts = parallelMap(partRows.count, threads: context.threads) {
            Part(matrix, values: values, rows: partRows[$0], settings)
        }
        let solutions = parallelMap(parts.count * outputCount, threads: context.threads) { index in
            // The longest first.
            let part = parts[parts.count - 1 - index / outputCount]
            let problem = problem(part, matrix, values, targets, output: index % outputCount)
            return problem.solve(seed: context.seed, tolerance: settings.tolerance) { slope in
                if index == 0 {
                    progress("fitting", 1 - min(1, max(0, log(slope / settings.tolerance) / 8)))
                }
                return !context.isCancelled()
            }
        }
        if context.isCancelled() { throw CancellationError() }
        progress("fitting", 1)
        let judged = Array(solutions.suffix(outputCount))
        return Trained(
            classifier: classifier(
                hashes: matrix.hashes, Array(solutions.prefix(outputCount)), idf: parts[parts.count - 1].idf),
            validationLogits: logits(judged, parts[0], matrix, values, rows: split.training.count..<reviews.count))
    }

    /// The document vector of each review.
    private func vectors(of reviews: [Int], _ documentVectors: DocumentVectors) throws -> [[Float]] {
        let chunks = stride(from: 0, to: reviews.count, by: 64).map { reviews[$0..<min($0 + 64, reviews.count)] }
        let done = Atomic<Int>(0)
        let found = parallelMap(chunks.count, threads: context.threads) { index -> [[Float]] in
            guard !context.isCancelled() else { return [] }
            var places = NGramPlaces()
            let vectors = chunks[index].map { documentVectors.vector(of: context.corpus.tokenList($0), &places) }
            progress(
                "document vectors", Double(done.add(1, ordering: .relaxed).newValue) / Double(chunks.count))
            return vectors
        }
        if context.isCancelled() { throw CancellationError() }
        return found.flatMap(\.self)
    }

    private func progress(_ stage: String, _ fraction: Double) {
        context.onEvent(.progress(TrainingProgress(kind: .bow, stage: stage, fractionDone: fraction)))
    }

    private var lossWeight: Double {
        if settings.characters != nil, settings.weighting == .binary { return settings.characterLossWeight }
        return documentVectors == nil ? settings.weighting.lossWeight : settings.documentLossWeight
    }

    private func problem(
        _ part: Part, _ matrix: NGramMatrix, _ values: [Float], _ all: [Target], output: Int
    ) -> LogisticProblem {
        let positive = outputCount == 1 ? 1 : output
        let targets = all.prefix(part.rows).map { Float($0.share(of: positive)) }
        let scale =
            settings.weighting == .binary ? part.naiveBayesScale(matrix, targets) : part.columnScale
        let C = all.prefix(part.rows).map { lossWeight * $0.weight(context.classWeights) }
        return LogisticProblem(
            matrix: matrix, values: values, rowScale: part.rowScale, columnScale: scale, targets: targets, C: C)
    }

    private func classifier(
        hashes: [UInt64], _ solutions: [LogisticProblem.Solution], idf: [Float]
    ) -> BagOfWordsClassifier {
        var isNeeded = idf.map { $0 != 0 }
        if idf.isEmpty {
            isNeeded = Array(repeating: false, count: hashes.count)
            for solution in solutions {
                for column in hashes.indices where solution.weights[column] != 0 { isNeeded[column] = true }
            }
        }
        let needed = hashes.indices.filter { isNeeded[$0] }
        var weights: [Float] = []
        weights.reserveCapacity(needed.count * solutions.count)
        for column in needed {
            for solution in solutions { weights.append(solution.weights[column]) }
        }
        let documents = documentVectors.map { vectors in
            WeightedDocumentVectors(
                vectors,
                weights: solutions.isEmpty
                    ? Array(repeating: 0, count: outputCount * vectors.size)
                    : solutions.flatMap { $0.weights.suffix(vectors.size) })
        }
        return BagOfWordsClassifier(
            settings: .init(
                ngrams: settings.ngrams, characters: settings.characters, weighting: settings.weighting,
                documentVectors: documentVectors?.settings),
            classCount: classCount,
            hashes: needed.map { hashes[$0] },
            weights: weights,
            biases: solutions.isEmpty ? Array(repeating: 0, count: outputCount) : solutions.map(\.bias),
            idf: idf.isEmpty ? [] : needed.map { idf[$0] }, documents: documents)
    }

    /// Shape [rows, classes], as the classifier of these solutions would give them.
    private func logits(
        _ solutions: [LogisticProblem.Solution], _ part: Part, _ matrix: NGramMatrix, _ values: [Float],
        rows: Range<Int>
    ) -> [Float] {
        var logits: [Float] = []
        for row in rows {
            let decisions = solutions.map { solution in
                var sum = 0.0
                for entry in matrix.entries(of: row) {
                    sum += Double(values[entry] * solution.weights[Int(matrix.columns[entry])])
                }
                return Float(sum * Double(part.rowScale[row]) + Double(solution.bias))
            }
            logits += classCount == 2 ? [-decisions[0] / 2, decisions[0] / 2] : decisions
        }
        return logits
    }
}

/// What the first rows of a matrix say of its columns.
private struct Part: Sendable {
    /// How many rows are learned from.
    let rows: Int
    /// By column: 1, or the idf; 0 for a column in too few of the rows, which is then as if it were not there.
    let columnScale: [Float]
    /// By row of the whole matrix.
    let rowScale: [Float]
    /// The column scale where it is the idf, else empty.
    let idf: [Float]

    init(_ matrix: NGramMatrix, values: [Float], rows: Int, _ settings: BagOfWordsTrainer.Settings) {
        self.rows = rows
        let isTfidf = settings.weighting == .tfidf
        let scale = matrix.rowFrequencies(rows: rows).enumerated().map { column, frequency -> Float in
            guard column < matrix.hashes.count else { return settings.documentScale }
            guard frequency >= settings.minimumCount else { return 0 }
            return isTfidf ? Float(log(Double(1 + rows) / Double(1 + frequency)) + 1) : 1
        }
        columnScale = scale
        idf = isTfidf ? scale : []
        rowScale = (0..<matrix.rowCount).map { row in
            guard isTfidf else { return 1 }
            var square = 0.0
            for entry in matrix.entries(of: row) {
                let weighted = Double(values[entry] * scale[Int(matrix.columns[entry])])
                square += weighted * weighted
            }
            return square > 0 ? Float(1 / square.squareRoot()) : 1
        }
    }

    /// r = ln((p / ‖p‖₁) / (q / ‖q‖₁)) with p = 1 + the rows of the class that hold a column, q = 1 + the others;
    /// a row of which a teacher is not sure is a part of either.
    func naiveBayesScale(_ matrix: NGramMatrix, _ targets: [Float]) -> [Float] {
        var p = [Double](repeating: 1, count: matrix.columnCount)
        var q = p
        for row in 0..<rows {
            let share = Double(targets[row])
            for entry in matrix.entries(of: row) {
                p[Int(matrix.columns[entry])] += share
                q[Int(matrix.columns[entry])] += 1 - share
            }
        }
        var (pSum, qSum) = (0.0, 0.0)
        for column in matrix.hashes.indices where columnScale[column] != 0 {
            pSum += p[column]
            qSum += q[column]
        }
        return p.indices.map { column in
            guard column < matrix.hashes.count else { return columnScale[column] }
            return columnScale[column] == 0 ? 0 : Float(log(p[column] / pSum * qSum / q[column]))
        }
    }
}
