/// What a pre-training run is asked for. Everything left `nil` follows the amount of text and is said in a `TrainingEvent`.
public struct PretrainingOptions: Sendable {
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
    public var hiddenSize: Int?
    public var dropout: Float?

    public init(threads: Int) {
        self.threads = threads
    }
}
