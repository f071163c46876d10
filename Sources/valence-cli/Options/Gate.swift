import Valence

extension Gate {
    /// Reads `accuracy=0.85`.
    init(_ text: String) throws {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, let least = Double(parts[1]), least.isFinite else {
            throw ValueError(expected: "a metric and its least value, such as accuracy=0.85")
        }
        guard let metric = GateMetric(rawValue: parts[0]) else {
            let known = GateMetric.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValueError(expected: "one of the metrics \(known)")
        }
        self.init(metric, least: least)
    }
}
