import ValenceEvaluation

/// A metric's least value, below which an evaluation fails.
public struct Gate: Sendable, Equatable {
    public var metric: GateMetric
    public var least: Double

    public init(_ metric: GateMetric, least: Double) {
        self.metric = metric
        self.least = least
    }
}

/// A model held to a metric's least value: `accuracy=0.85`.
public struct Check: Codable, Sendable, Equatable {
    public var model: String
    /// By the name a user asks for it.
    public var metric: String
    public var least: Double
    /// `nil` where the metric is not defined; that meets no check.
    public var value: Double?

    public init(_ gate: Gate, model: String, metrics: Metrics) {
        self.model = model
        metric = gate.metric.rawValue
        least = gate.least
        value = gate.metric.value(in: metrics)
    }

    public var isMet: Bool { value.map { $0 >= least } ?? false }

    /// "accuracy 0.9200, at least 0.85 asked for"
    var words: String {
        "\(metric) \(value.map { Numbers.fixed($0) } ?? Numbers.undefined), at least \(Numbers.short(least)) asked for"
    }
}
