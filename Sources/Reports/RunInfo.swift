/// What differs from run to run, and so stands in `run.json` and on the terminal, and on a page only where it is asked for.
public struct RunInfo: Codable, Sendable, Equatable {
    /// One model's measured times.
    public struct ModelRun: Codable, Sendable, Equatable {
        public var name: String
        public var reviewsPerSecond: Double?
        public var evaluationSeconds: Double?
        /// As the run that trained it measured them, perhaps elsewhere.
        public var trainingSeconds: Double?
        /// In the order of the report's training history.
        public var epochSeconds: [Double]

        public init(
            name: String, reviewsPerSecond: Double? = nil, evaluationSeconds: Double? = nil,
            trainingSeconds: Double? = nil, epochSeconds: [Double] = []
        ) {
            self.name = name
            self.reviewsPerSecond = reviewsPerSecond
            self.evaluationSeconds = evaluationSeconds
            self.trainingSeconds = trainingSeconds
            self.epochSeconds = epochSeconds
        }
    }

    /// Processor, cores, system.
    public var machine: String?
    /// ISO 8601.
    public var startedAt: String?
    public var elapsedSeconds: Double?
    public var threadCount: Int?
    public var models: [ModelRun]

    public init(
        machine: String? = nil, startedAt: String? = nil, elapsedSeconds: Double? = nil, threadCount: Int? = nil,
        models: [ModelRun] = []
    ) {
        self.machine = machine
        self.startedAt = startedAt
        self.elapsedSeconds = elapsedSeconds
        self.threadCount = threadCount
        self.models = models
    }

    func model(_ name: String) -> ModelRun? { models.first { $0.name == name } }
}
