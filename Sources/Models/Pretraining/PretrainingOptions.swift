/// What is learned from text without labels.
public enum PretrainingObjective: String, Sendable, CaseIterable {
    /// Vocabulary, word vectors and encoder: what `train --init` starts from.
    case languageModel = "language-model"
    /// Word vectors alone: what `train --vectors` starts from.
    case skipGram = "skip-gram"
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

    // For skip-gram.
    /// How many words away a neighbour stands at most.
    public var window: Int?
    /// Words drawn against each neighbour.
    public var negatives: Int?
    /// The frequency from which on a word's occurrences are often skipped; 0 for never.
    public var subsampling: Double?

    public init(threads: Int) {
        self.threads = threads
    }

    /// - Throws: `ModelsError.badOption` where something was asked for that the objective does not know.
    func check() throws {
        let strangers: [(name: String, isAsked: Bool)] =
            switch objective {
            case .languageModel:
                [
                    ("--window", window != nil), ("--negatives", negatives != nil),
                    ("--subsampling", subsampling != nil),
                ]
            case .skipGram: [("--hidden-size", hiddenSize != nil), ("--dropout", dropout != nil)]
            }
        for (name, isAsked) in strangers where isAsked {
            throw ModelsError.badOption(
                "\(name) means nothing to --objective \(objective.rawValue); leave \(name) out, or choose another objective"
            )
        }
    }
}
