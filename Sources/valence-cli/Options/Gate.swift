import Valence

/// A metric's least value, below which an evaluation fails: `accuracy=0.85`.
struct Gate {
    let metric: String
    let least: Double

    /// The metrics of which more is better, by the names a gate knows them under.
    static let metrics: [(name: String, value: @Sendable (Metrics) -> Double?)] = [
        ("accuracy", { $0.accuracy }),
        ("macro-f1", { $0.macro.f1 }),
        ("macro-precision", { $0.macro.precision }),
        ("macro-recall", { $0.macro.recall }),
        ("weighted-f1", { $0.weighted.f1 }),
        ("mcc", { $0.matthews }),
        ("roc-auc", { $0.ranking?.rocAUC }),
        ("pr-auc", { $0.ranking?.prAUC }),
    ]

    init(_ text: String) throws {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, let least = Double(parts[1]), least.isFinite else {
            throw ValueError(expected: "a metric and its least value, such as accuracy=0.85")
        }
        guard Self.metrics.contains(where: { $0.name == parts[0] }) else {
            throw ValueError(expected: "one of the metrics \(Self.metrics.map(\.name).joined(separator: ", "))")
        }
        metric = parts[0]
        self.least = least
    }

    /// What is wrong with `metrics` by this gate; `nil` where it is met. An undefined metric does not meet it.
    func failure(of metrics: Metrics) -> String? {
        let value = Self.metrics.first { $0.name == metric }?.value(metrics)
        if let value, value >= least { return nil }
        return "\(metric) is \(value.map { String($0) } ?? "n/a"), below \(least)"
    }
}
