import Foundation

/// q_k ∝ p_k^a exp(b_k): probabilities whose mean over held-out reviews is those reviews' label shares.
///
/// A temperature alone cannot promise that, and estimates of shares lean on it. The sharpness a and the biases b have the
/// least log-loss on held-out reviews; both are drawn towards (1, 0), which changes nothing, by the weight of one review,
/// so that perfect answers do not sharpen them without bound. Alexandari, Kundaje & Shrikumar 2020, arXiv:1901.06852.
struct BiasCorrection {
    /// a, then b_0 … b_(C-1).
    private(set) var parameters: [Double]

    private let classCount: Int

    /// The one that changes nothing.
    init(classCount: Int) {
        self.classCount = classCount
        parameters = [1] + [Double](repeating: 0, count: classCount)
    }

    /// ln p, with p no less than 10⁻¹².
    static func logarithms(_ probabilities: [Float]) -> [Double] {
        probabilities.map { log(max(Double($0), 1e-12)) }
    }

    /// Fits to reviews that count by their weights, by Newton's steps from what it is, halved while they do not pay.
    /// - Parameter logarithms: shape [truth.count, classCount].
    mutating func fit(logarithms: [Double], truth: [Int], weights: [Double]) {
        var now = state(parameters, logarithms, truth, weights)
        for _ in 0..<50 {
            let step = solved(now.curvature, now.slope)
            let gain = zip(step, now.slope).reduce(0) { $0 + $1.0 * $1.1 }
            guard gain > 1e-9 * now.weight else { return }
            var length = 1.0
            while length > 1e-6 {
                let tried = zip(parameters, step).map { $0 - length * $1 }
                let then = state(tried, logarithms, truth, weights)
                if then.loss < now.loss {
                    (parameters, now) = (tried, then)
                    break
                }
                length /= 2
            }
            if length <= 1e-6 { return }
        }
    }

    /// Writes a review's q into `row`; returns ln Σ p_k^a exp(b_k).
    private func apply(
        _ parameters: [Double], to logarithms: ArraySlice<Double>, into row: inout [Double]
    ) -> Double {
        var largest = -Double.infinity
        for k in 0..<classCount {
            row[k] = parameters[0] * logarithms[logarithms.startIndex + k] + parameters[k + 1]
            largest = max(largest, row[k])
        }
        var sum = 0.0
        for k in 0..<classCount {
            row[k] = exp(row[k] - largest)
            sum += row[k]
        }
        for k in 0..<classCount { row[k] /= sum }
        return largest + log(sum)
    }

    /// q of every review.
    /// - Parameter logarithms: shape [reviews, classCount].
    func corrected(_ logarithms: [Double]) -> [Double] {
        var row = [Double](repeating: 0, count: classCount)
        var all: [Double] = []
        all.reserveCapacity(logarithms.count)
        for start in stride(from: 0, to: logarithms.count, by: classCount) {
            _ = apply(parameters, to: logarithms[start..<start + classCount], into: &row)
            all += row
        }
        return all
    }

    private struct State {
        var loss = 0.0
        var weight = 0.0
        var slope: [Double]
        /// Shape [slope.count, slope.count].
        var curvature: [Double]
    }

    /// The weighted log-loss with its first and second derivatives.
    private func state(_ parameters: [Double], _ logarithms: [Double], _ truth: [Int], _ weights: [Double]) -> State {
        let size = classCount + 1
        var state = State(
            slope: [Double](repeating: 0, count: size), curvature: [Double](repeating: 0, count: size * size))
        var row = [Double](repeating: 0, count: classCount)
        for (review, label) in truth.enumerated() where weights[review] > 0 {
            let weight = weights[review]
            let own = logarithms[review * classCount..<(review + 1) * classCount]
            let whole = apply(parameters, to: own, into: &row)
            let ofTruth = own[own.startIndex + label]
            state.loss += weight * (whole - parameters[0] * ofTruth - parameters[label + 1])
            state.weight += weight
            let mean = (0..<classCount).reduce(0.0) { $0 + row[$1] * own[own.startIndex + $1] }
            state.slope[0] += weight * (mean - ofTruth)
            state.slope[label + 1] -= weight
            for k in 0..<classCount {
                let apart = own[own.startIndex + k] - mean
                state.slope[k + 1] += weight * row[k]
                state.curvature[0] += weight * row[k] * apart * apart
                state.curvature[k + 1] += weight * row[k] * apart
                state.curvature[(k + 1) * size + k + 1] += weight * row[k]
                for other in 0...k {
                    state.curvature[(k + 1) * size + other + 1] -= weight * row[k] * row[other]
                }
            }
        }
        for index in 0..<size {
            let away = parameters[index] - (index == 0 ? 1 : 0)
            state.loss += away * away / 2
            state.slope[index] += away
            state.curvature[index * size + index] += 1
            for other in 0..<index {
                // Each pair was counted on one side of the diagonal only.
                let value = state.curvature[index * size + other] + state.curvature[other * size + index]
                state.curvature[index * size + other] = value
                state.curvature[other * size + index] = value
            }
        }
        return state
    }
}

/// x with A x = b for a symmetric, positive definite A of shape [b.count, b.count], by Gauss's elimination.
private func solved(_ matrix: [Double], _ right: [Double]) -> [Double] {
    let size = right.count
    var (a, x) = (matrix, right)
    for pivot in 0..<size {
        for row in (pivot + 1)..<max(size, pivot + 1) {
            let factor = a[row * size + pivot] / a[pivot * size + pivot]
            for column in pivot..<size { a[row * size + column] -= factor * a[pivot * size + column] }
            x[row] -= factor * x[pivot]
        }
    }
    for row in (0..<size).reversed() {
        for column in (row + 1)..<max(size, row + 1) { x[row] -= a[row * size + column] * x[column] }
        x[row] /= a[row * size + row]
    }
    return x
}
