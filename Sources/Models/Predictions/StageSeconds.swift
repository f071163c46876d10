/// How long the stages of a classifying run were busy, in seconds of one core, summed over the threads.
public struct StageSeconds: Sendable, Equatable {
    public internal(set) var reading = 0.0
    public internal(set) var tokenising = 0.0
    public internal(set) var classifying = 0.0
    /// Forming the rows and handing them to the output.
    public internal(set) var writing = 0.0

    public var stages: [(name: String, seconds: Double)] {
        [("reading", reading), ("tokenising", tokenising), ("classifying", classifying), ("writing", writing)]
    }

    mutating func add(_ other: StageSeconds) {
        reading += other.reading
        tokenising += other.tokenising
        classifying += other.classifying
        writing += other.writing
    }
}

extension ContinuousClock.Instant {
    func secondsUntil(_ end: ContinuousClock.Instant) -> Double {
        let spent = duration(to: end).components
        return Double(spent.seconds) + Double(spent.attoseconds) * 1e-18
    }
}
