/// A metric's least value, below which an evaluation fails: `accuracy=0.85`.
struct Gate {
    let metric: String
    let least: Double

    init(_ text: String) throws {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, let least = Double(parts[1]), least.isFinite else {
            throw ValueError(expected: "a metric and its least value, such as accuracy=0.85")
        }
        metric = String(parts[0])
        self.least = least
    }
}
