/// Whether a confidence of 80 % is right 80 times of 100.
///
/// Reviews are sorted by the confidence of the predicted class and cut into 15 bins of equal size (fewer where there are
/// fewer reviews): bin b holds the sorted reviews b n / 15 ..< (b + 1) n / 15. Reviews of one confidence share their
/// accuracy evenly, so that the order of the file cannot matter.
public struct Calibration: Codable, Sendable, Equatable {
    /// One bin of reviews with similar confidence.
    public struct Bin: Codable, Sendable, Equatable {
        public let count: Int
        /// The mean confidence of the bin's reviews.
        public let confidence: Double
        /// The share of them that is right.
        public let accuracy: Double
    }

    static let binCount = 15

    /// From the least confident reviews to the most confident.
    public let bins: [Bin]
    /// Expected calibration error: Σ (bin's share) |accuracy - confidence|. Guo et al. 2017, arXiv:1706.04599.
    public let expectedError: Double?

    init(_ predictions: Predictions) {
        let n = predictions.count
        let confidence = predictions.truth.indices.map { predictions.confidence($0) }
        let rising = confidence.indices.sorted { confidence[$0] < confidence[$1] }
        let right = Self.tiesShared(
            rising.map { predictions.predicted[$0] == predictions.truth[$0] ? 1 : 0 }, rising.map { confidence[$0] })

        let count = min(Self.binCount, n)
        bins = (0..<count).map { bin in
            let range = (bin * n / count)..<((bin + 1) * n / count)
            let size = Double(range.count)
            return Bin(
                count: range.count,
                confidence: range.reduce(0) { $0 + confidence[rising[$1]] } / size,
                accuracy: range.reduce(0) { $0 + right[$1] } / size)
        }
        expectedError =
            n == 0 ? nil : bins.reduce(0) { $0 + Double($1.count) / Double(n) * abs($1.accuracy - $1.confidence) }
    }

    init() {
        bins = []
        expectedError = nil
    }

    /// Each run of equal keys gets the mean of its values.
    private static func tiesShared(_ values: [Double], _ keys: [Double]) -> [Double] {
        var shared = values
        var start = 0
        while start < keys.count {
            var end = start
            var sum = 0.0
            while end < keys.count, keys[end] == keys[start] {
                sum += values[end]
                end += 1
            }
            for index in start..<end { shared[index] = sum / Double(end - start) }
            start = end
        }
        return shared
    }
}
