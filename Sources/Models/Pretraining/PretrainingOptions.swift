import ValenceNetworks

/// What is learned from text without labels.
public enum PretrainingObjective: String, Sendable, CaseIterable {
    /// Vocabulary, word vectors and encoder: what `train --init` starts from.
    case languageModel = "language-model"
    /// Word vectors alone: what `train --vectors` starts from.
    case skipGram = "skip-gram"
    /// Vectors of n-grams that give each review a vector: what `train --document-vectors` takes.
    case documents
    /// Vectors of words that give each place of a review a vector: what `train --region-vectors` takes.
    case regions
}

/// What a pre-training run is asked for. Everything left `nil` follows the amount of text and is said in a `TrainingEvent`.
public struct PretrainingOptions: Sendable {
    public var objective = PretrainingObjective.languageModel
    public var seed: UInt64 = 1
    /// How many cores to use; the result does not depend on it.
    public var threads: Int
    /// Where the state is kept behind every epoch.
    public var checkpointPath: String?
    /// Whether the run goes on from that state, if there is one.
    public var resumes = false
    public var epochs: Int?
    public var batchSize: Int?
    public var learningRate: Float?
    /// Tokens of a text that are read in one piece.
    public var segmentLength: Int?
    public var vocabularySize: Int?
    public var minimumCount: Int?
    public var embeddingSize: Int?

    // For the language model.
    public var hiddenSize: Int?
    public var dropout: Float?
    /// The numbers that matrix products multiply, `single` or `bfloat16`.
    public var precision: String?

    // For documents.
    /// The longest n-gram.
    public var ngrams: Int?

    // For skip-gram, documents and regions.
    /// Words drawn against each neighbour, n-grams against each of a document.
    public var negatives: Int?

    // For skip-gram and regions.
    /// How many words away a neighbour stands at most, from a region's edge.
    public var window: Int?
    /// The frequency from which on a word's occurrences are often skipped; 0 for never.
    public var subsampling: Double?

    public init(threads: Int) {
        self.threads = threads
    }

    /// - Throws: `ModelsError.badOption` where something was asked for that the objective does not know.
    func check() throws {
        let limited: [(name: String, isAsked: Bool, knownTo: [PretrainingObjective])] = [
            ("--batch-size", batchSize != nil, [.languageModel, .skipGram, .regions]),
            ("--segment-length", segmentLength != nil, [.languageModel, .skipGram, .regions]),
            ("--vocabulary-size", vocabularySize != nil, [.languageModel, .skipGram, .regions]),
            ("--hidden-size", hiddenSize != nil, [.languageModel]),
            ("--dropout", dropout != nil, [.languageModel]),
            ("--precision", precision != nil, [.languageModel]),
            ("--negatives", negatives != nil, [.skipGram, .documents, .regions]),
            ("--window", window != nil, [.skipGram, .regions]),
            ("--subsampling", subsampling != nil, [.skipGram, .regions]),
            ("--ngrams", ngrams != nil, [.documents]),
        ]
        for (name, isAsked, objectives) in limited where isAsked && !objectives.contains(objective) {
            throw ModelsError.badOption(
                "\(name) means nothing to --objective \(objective.rawValue); leave \(name) out, or choose another objective"
            )
        }
        _ = try Precision.chosen(precision)
    }
}
