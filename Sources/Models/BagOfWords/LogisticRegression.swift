import Foundation
import ValenceNetworks

/// L2-regularised logistic regression of two classes by dual coordinate descent
/// (Yu, Huang & Lin 2011, doi:10.1007/s10994-010-5221-8, algorithm 5; the solver of liblinear).
///
///     primal  min over w:  ½ w·w + Σ Cᵢ ln(1 + exp(−yᵢ w·xᵢ)),      w = Σ yᵢ αᵢ xᵢ
///     dual    min over α:  ½ w·w + Σ αᵢ ln αᵢ + (Cᵢ − αᵢ) ln(Cᵢ − αᵢ),   0 < αᵢ < Cᵢ
///
/// Each step solves the dual for one αᵢ by Newton's method. A row's value at feature f is aᵢ_f s_f, with a scale per
/// feature; the solver keeps the folded weight v_f = w_f s_f, which is what a prediction needs: w·xᵢ = Σ v_f aᵢ_f, and a
/// step changes v_f by δ yᵢ aᵢ_f s_f². The bias is a feature that is 1 everywhere, and shrinks like any other.
/// One solver runs on one thread, in an order drawn from its seed: the same numbers, whatever runs beside it.
struct LogisticRegression {
    struct Solution: Sendable {
        /// The folded weights v, shape [features].
        var weights: [Double]
        var bias: Double
        var passes: Int
        var hasConverged: Bool
    }

    let rows: FeatureRows
    /// s: one number a feature.
    let scale: [Float]
    /// Which rows to learn from.
    let training: [Int]
    /// Of each of `training`, whether it is of the positive class.
    let isPositive: [Bool]
    /// C of each of `training`.
    let costs: [Double]

    /// A feature's folded weight beside its squared scale, since a step needs both.
    private struct Feature {
        var weight: Double
        var square: Double
    }

    /// - Parameter shouldStop: gets the share of the work done, after each pass.
    func solve(
        tolerance: Double, maximumPasses: Int, random: RandomStream, shouldStop: (Double) -> Bool
    ) -> Solution {
        var random = random
        var features = scale.map { Feature(weight: 0, square: Double($0) * Double($0)) }
        var bias = 0.0
        // αᵢ and Cᵢ − αᵢ, kept apart so that neither loses its digits near 0.
        var alphas = costs.map { min(0.001 * $0, 1e-8) }
        var rests = zip(costs, alphas).map { $0 - $1 }
        var lengths = [Double](repeating: 0, count: training.count)
        for index in training.indices {
            let range = rows[training[index]]
            lengths[index] = squaredLength(range, features) + 1
            let step = isPositive[index] ? alphas[index] : -alphas[index]
            add(step, range, &features)
            bias += step
        }

        var order = Array(training.indices)
        var newtonTolerance = 1e-2
        var firstGradient = 0.0
        var passes = 0
        var hasConverged = false
        while passes < maximumPasses, !hasConverged {
            random.shuffle(&order)
            var newtonSteps = 0
            var largest = 0.0
            for index in order {
                let range = rows[training[index]]
                let sign: Double = isPositive[index] ? 1 : -1
                let margin = sign * (dot(range, features) + bias)
                var problem = Coordinate(
                    alpha: alphas[index], rest: rests[index], length: lengths[index], margin: margin)
                largest = max(largest, abs(problem.gradient))
                let steps = problem.minimise(tolerance: newtonTolerance)
                guard steps > 0 else { continue }
                newtonSteps += steps
                let change = sign * problem.change
                (alphas[index], rests[index]) = (problem.alpha, problem.rest)
                add(change, range, &features)
                bias += change
            }
            passes += 1
            if passes == 1 { firstGradient = max(largest, tolerance * 2) }
            hasConverged = largest < tolerance
            if newtonSteps <= training.count / 10 { newtonTolerance = max(min(1e-8, tolerance), 0.1 * newtonTolerance) }
            let done = log(firstGradient / max(largest, tolerance)) / log(firstGradient / tolerance)
            if shouldStop(min(max(done, 0), 1)) { break }
        }
        return Solution(
            weights: features.map(\.weight), bias: bias, passes: passes, hasConverged: hasConverged)
    }

    /// w·x but for the bias.
    @inline(__always)
    private func dot(_ range: Range<Int>, _ features: [Feature]) -> Double {
        var sum = 0.0
        if rows.values.isEmpty {
            for position in range { sum += features[Int(rows.features[position])].weight }
        } else {
            for position in range {
                sum += features[Int(rows.features[position])].weight * Double(rows.values[position])
            }
        }
        return sum
    }

    @inline(__always)
    private func add(_ step: Double, _ range: Range<Int>, _ features: inout [Feature]) {
        if rows.values.isEmpty {
            for position in range {
                let feature = Int(rows.features[position])
                features[feature].weight += step * features[feature].square
            }
        } else {
            for position in range {
                let feature = Int(rows.features[position])
                features[feature].weight += step * Double(rows.values[position]) * features[feature].square
            }
        }
    }

    private func squaredLength(_ range: Range<Int>, _ features: [Feature]) -> Double {
        var sum = 0.0
        for position in range {
            let value = rows.values.isEmpty ? 1 : Double(rows.values[position])
            sum += value * value * features[Int(rows.features[position])].square
        }
        return sum
    }
}

/// The dual as a function of one α alone, where a = x·x and b = y w·x:
///
///     g(z) = z ln z + (C − z) ln(C − z) + ½ a (z − α)² + b (z − α)
///
/// It is solved for α or for C − α, whichever the minimum has at or below C/2: there g' is well behaved for Newton's method.
private struct Coordinate {
    /// α and C − α.
    var alpha: Double
    var rest: Double
    private let length: Double
    private let isFlipped: Bool
    private let slope: Double
    private let cost: Double
    private let start: Double
    private var z: Double
    private(set) var gradient: Double

    init(alpha: Double, rest: Double, length: Double, margin: Double) {
        self.alpha = alpha
        self.rest = rest
        self.length = length
        cost = alpha + rest
        isFlipped = 0.5 * length * (rest - alpha) + margin < 0
        slope = isFlipped ? -margin : margin
        start = isFlipped ? rest : alpha
        z = cost - start < 0.5 * cost ? 0.1 * start : start
        gradient = 0
        gradient = derivative(z)
    }

    private func derivative(_ z: Double) -> Double { length * (z - start) + slope + log(z / (cost - z)) }

    /// - Returns: how many Newton steps it took; with 0 nothing has changed.
    mutating func minimise(tolerance: Double) -> Int {
        var steps = 0
        while steps <= 100, abs(gradient) >= tolerance {
            let next = z - gradient / (length + cost / (cost - z) / z)
            z = next > 0 ? next : 0.1 * z
            gradient = derivative(z)
            steps += 1
        }
        guard steps > 0 else { return 0 }
        (alpha, rest) = isFlipped ? (cost - z, z) : (z, cost - z)
        return steps
    }

    /// What the steps did to α.
    var change: Double { isFlipped ? start - z : z - start }
}
