/// How often each true class was called what: row = true class, column = predicted class.
public struct ConfusionMatrix: Codable, Sendable, Equatable {
    public let classCount: Int
    /// Shape [classCount, classCount], row-major.
    public let counts: [Int]

    public init(classCount: Int, truth: [Int], predicted: [Int]) {
        var counts = Array(repeating: 0, count: classCount * classCount)
        for (label, guess) in zip(truth, predicted) { counts[label * classCount + guess] += 1 }
        self.classCount = classCount
        self.counts = counts
    }

    /// - Parameter counts: shape [classCount, classCount], row-major.
    package init(classCount: Int, counts: [Int]) {
        precondition(counts.count == classCount * classCount, "\(counts.count) cells for \(classCount) classes")
        self.classCount = classCount
        self.counts = counts
    }

    public subscript(truth: Int, predicted: Int) -> Int { counts[truth * classCount + predicted] }

    /// How many reviews there are.
    public var total: Int { counts.reduce(0, +) }
    /// How many were predicted right.
    public var correct: Int { (0..<classCount).reduce(0) { $0 + self[$1, $1] } }

    /// How many reviews are of class `label`.
    public func support(_ label: Int) -> Int { (0..<classCount).reduce(0) { $0 + self[label, $1] } }
    /// How many reviews were called `label`.
    public func predicted(_ label: Int) -> Int { (0..<classCount).reduce(0) { $0 + self[$1, label] } }
}

/// `part / whole`, undefined where there is no whole.
func share(_ part: Int, of whole: Int) -> Double? {
    whole == 0 ? nil : Double(part) / Double(whole)
}
