import Foundation

/// How much each of several models' logits counts in their sum: the weights, none negative, with the least log-loss of
/// softmax(Σ w z) on labelled reviews that none of the models has learned from (stacking: Wolpert 1992,
/// doi:10.1016/S0893-6080(05)80023-1; Breiman 1996, doi:10.1007/BF00117832).
///
/// A few reviews say little of the weights, and nothing keeps them small where the sum is right about nearly all; so they are
/// taken to lie about 1 / M for M models with a spread of 1, before any review is looked at, and what is least is
///
///     Σ −log softmax(Σ w z) + Σ (w − 1/M)² / 2
///
/// It is convex in the weights: Newton's steps, one weight after the other, halved while they do not pay.
package enum LogitWeights {
    /// - Parameters:
    ///   - logits: for each model, shape [truth.count, classCount], row-major.
    ///   - truth: the true class of each row.
    /// - Returns: a weight a model; 1 / their number where there is no review to judge by.
    package static func fit(_ logits: [[Float]], classCount: Int, truth: [Int]) -> [Float] {
        precondition(
            logits.allSatisfy { $0.count == truth.count * classCount },
            "logits of \(logits.map(\.count)) numbers for \(truth.count) reviews and \(classCount) classes")
        let expected = 1 / Double(max(logits.count, 1))
        var weights = [Double](repeating: expected, count: logits.count)
        guard !truth.isEmpty else { return weights.map { Float($0) } }
        // Of the reviews' mean, as the loss is.
        let strength = 1 / Double(truth.count)
        func penalty(_ weights: [Double]) -> Double {
            weights.reduce(0) { $0 + ($1 - expected) * ($1 - expected) } * strength / 2
        }
        var sums = self.sums(logits, weights)
        var loss = loss(sums, classCount, truth)
        for _ in 0..<200 {
            let before = loss
            for (model, values) in logits.enumerated() {
                let (first, second) = slope(sums, values, classCount, truth)
                var step = -(first + (weights[model] - expected) * strength) / (second + strength)
                for _ in 0..<30 {
                    var tried = weights
                    tried[model] = max(tried[model] + step, 0)
                    let triedSums = self.sums(logits, tried)
                    let triedLoss = self.loss(triedSums, classCount, truth) + penalty(tried)
                    if triedLoss <= loss {
                        (weights, sums, loss) = (tried, triedSums, triedLoss)
                        break
                    }
                    step /= 2
                }
            }
            if before - loss < 1e-10 { break }
        }
        return weights.map { Float($0) }
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
