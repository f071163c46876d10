import Foundation

/// How much each of several models' logits counts in their sum: the weights, none negative, with the least log-loss of
/// softmax(Σ w z) on labelled reviews that none of the models has learned from (stacking: Wolpert 1992,
/// doi:10.1016/S0893-6080(05)80023-1; Breiman 1996, doi:10.1007/BF00117832).
///
/// The loss is convex in the weights: Newton's steps, one weight after the other, halved while they do not pay.
package enum LogitWeights {
    /// No sum is sharper than this many times a model alone.
    private static let most = 20.0

    /// - Parameters:
    ///   - logits: for each model, shape [truth.count, classCount], row-major.
    ///   - truth: the true class of each row.
    /// - Returns: a weight a model; 1 / their number where the reviews set no bound: there are none, or the best sum is right
    ///   about every one, so that any larger weights would pay.
    package static func fit(_ logits: [[Float]], classCount: Int, truth: [Int]) -> [Float] {
        precondition(
            logits.allSatisfy { $0.count == truth.count * classCount },
            "logits of \(logits.map(\.count)) numbers for \(truth.count) reviews and \(classCount) classes")
        let equal = [Double](repeating: 1 / Double(max(logits.count, 1)), count: logits.count)
        guard !truth.isEmpty else { return equal.map { Float($0) } }
        var weights = equal
        var sums = self.sums(logits, weights)
        var loss = loss(sums, classCount, truth)
        for _ in 0..<200 {
            let before = loss
            for (model, values) in logits.enumerated() {
                let (first, second) = slope(sums, values, classCount, truth)
                guard second > 0 else { continue }
                var step = -first / second
                for _ in 0..<30 {
                    var tried = weights
                    tried[model] = min(max(tried[model] + step, 0), most)
                    let triedSums = self.sums(logits, tried)
                    let triedLoss = self.loss(triedSums, classCount, truth)
                    if triedLoss <= loss {
                        (weights, sums, loss) = (tried, triedSums, triedLoss)
                        break
                    }
                    step /= 2
                }
            }
            if before - loss < 1e-10 { break }
        }
        return (isRight(sums, classCount, truth) ? equal : weights).map { Float($0) }
    }

    /// Whether every review's true class has more than any other.
    private static func isRight(_ sums: [Double], _ classCount: Int, _ truth: [Int]) -> Bool {
        truth.enumerated().allSatisfy { review, label in
            let row = sums[review * classCount..<(review + 1) * classCount]
            let own = row[row.startIndex + label]
            return row.indices.allSatisfy { $0 == row.startIndex + label || row[$0] < own }
        }
    }

    private static func sums(_ logits: [[Float]], _ weights: [Double]) -> [Double] {
        var sums = [Double](repeating: 0, count: logits.first?.count ?? 0)
        for (values, weight) in zip(logits, weights) {
            for index in sums.indices { sums[index] += weight * Double(values[index]) }
        }
        return sums
    }

    /// Mean log-loss.
    private static func loss(_ sums: [Double], _ classCount: Int, _ truth: [Int]) -> Double {
        var total = 0.0
        for (review, label) in truth.enumerated() {
            let row = sums[review * classCount..<(review + 1) * classCount]
            let largest = row.reduce(-Double.infinity, max)
            total += log(row.reduce(0) { $0 + exp($1 - largest) }) + largest - row[row.startIndex + label]
        }
        return total / Double(truth.count)
    }

    /// The loss's first and second derivative in the weight of the model with these logits.
    private static func slope(
        _ sums: [Double], _ values: [Float], _ classCount: Int, _ truth: [Int]
    ) -> (first: Double, second: Double) {
        var (first, second) = (0.0, 0.0)
        for (review, label) in truth.enumerated() {
            let start = review * classCount
            let largest = sums[start..<start + classCount].reduce(-Double.infinity, max)
            var (total, mean, square) = (0.0, 0.0, 0.0)
            for index in start..<start + classCount {
                let power = exp(sums[index] - largest)
                total += power
                mean += power * Double(values[index])
                square += power * Double(values[index]) * Double(values[index])
            }
            mean /= total
            first += mean - Double(values[start + label])
            second += square / total - mean * mean
        }
        return (first / Double(truth.count), second / Double(truth.count))
    }
}
