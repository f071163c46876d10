import Foundation
import ValenceNetworks

/// L2-regularised logistic regression of one class against the rest, solved by coordinate descent in the dual
/// (Yu, Huang & Lin 2011, doi:10.1007/s10994-010-5221-8, algorithm 5).
///
///     min over w  ½ ‖w‖² + Σᵢ Cᵢ (pᵢ ln(1 + exp(−wᵀxᵢ)) + (1 − pᵢ) ln(1 + exp(wᵀxᵢ)))
///     w = Σᵢ (αᵢ − Cᵢ (1 − qᵢ)) yᵢ xᵢ,  0 < αᵢ < Cᵢ
///     xᵢf = nᵢ vᵢf s_f, and a last feature of value 1;  yᵢ = 1 where pᵢ > ½, else −1, and qᵢ the larger of pᵢ and 1 − pᵢ
///
/// Where a row's class is known, p is 1 or 0 and q is 1. Else C (1 − q) is where its part of w begins.
///
/// What is kept is u_f = s_f w_f: then wᵀxᵢ = nᵢ Σ_f vᵢf u_f, a step of αᵢ adds a multiple of nᵢ vᵢf s_f² to u_f, and u
/// is what a prediction needs.
package struct LogisticProblem: Sendable {
    struct Solution: Sendable {
        /// u, by column.
        var weights: [Float]
        var bias: Float
        var passes: Int
    }

    /// Its first `targets.count` rows are learned from.
    var matrix: NGramMatrix
    /// v, by entry.
    var values: [Float]
    /// n, by row.
    var rowScale: [Float]
    /// s, by column.
    var columnScale: [Float]
    /// p, by row: the share of the class.
    var targets: [Float]
    /// By row.
    var C: [Double]

    /// The mean absolute derivative of a pass, in log-odds, that ends the descent.
    package static let tolerance = 0.01
    static let maximumPasses = 200

    /// - Parameters:
    ///   - seed: of the order in which a pass visits the rows.
    ///   - onPass: the mean absolute derivative seen in a pass; `false` stops.
    func solve(
        seed: UInt64, tolerance: Double = Self.tolerance, onPass: (Double) -> Bool = { _ in true }
    ) -> Solution {
        var descent = Descent(self)
        var order = Array(targets.indices)
        var passes = 0
        while passes < Self.maximumPasses {
            var random = RandomStream(seed: seed, .shuffle, epoch: passes)
            random.shuffle(&order)
            passes += 1
            let slope = descent.pass(order)
            if slope < tolerance || !onPass(slope) { break }
        }
        return Solution(weights: descent.columns.map { $0.x }, bias: descent.bias, passes: passes)
    }
}

/// Where the descent stands.
private struct Descent {
    private let problem: LogisticProblem
    /// u and s², side by side, since a step needs both.
    private(set) var columns: [SIMD2<Float>]
    private(set) var bias: Float = 0
    /// α and C − α: of two numbers near 0 and C the small one must be kept, not computed.
    private var alpha: [SIMD2<Double>]
    /// ‖xᵢ‖²
    private let squares: [Double]
    private var innerTolerance = 1e-2
    private static let smallestInnerTolerance = 1e-8
    private static let maximumNewtonSteps = 100

    init(_ problem: LogisticProblem) {
        self.problem = problem
        columns = problem.columnScale.map { SIMD2(0, $0 * $0) }
        alpha = problem.C.map { C in
            let start = min(0.001 * C, 1e-8)
            return SIMD2(start, C - start)
        }
        squares = problem.targets.indices.map { row in
            var sum = 0.0
            for entry in problem.matrix.entries(of: row) {
                let x = problem.values[entry] * problem.columnScale[Int(problem.matrix.columns[entry])]
                sum += Double(x * x)
            }
            return sum * Double(problem.rowScale[row] * problem.rowScale[row]) + 1
        }
        for row in problem.targets.indices {
            let doubt = Double(min(problem.targets[row], 1 - problem.targets[row]))
            add(row, y(row) * (alpha[row].x - problem.C[row] * doubt))
        }
    }

    /// One step of every row's α. Returns the mean absolute derivative found.
    mutating func pass(_ order: [Int]) -> Double {
        var slopes = 0.0
        var newtonSteps = 0
        for row in order {
            let y = y(row)
            let C = problem.C[row]
            let a = squares[row]
            let b = y * decision(row)
            // Of α and C − α the one that the step leaves small is the variable z.
            let swapped = 0.5 * a * (alpha[row].y - alpha[row].x) + b < 0
            let sign = swapped ? -1.0 : 1.0
            let old = swapped ? alpha[row].y : alpha[row].x
            var z = old
            if C - z < 0.5 * C { z *= 0.1 }
            func derivative(_ z: Double) -> Double { a * (z - old) + sign * b + log(z / (C - z)) }
            var slope = derivative(z)
            slopes += abs(slope)
            var steps = 0
            while abs(slope) >= innerTolerance, steps <= Self.maximumNewtonSteps {
                let next = z - slope / (a + C / (C - z) / z)
                z = next <= 0 ? z * 0.1 : next
                slope = derivative(z)
                steps += 1
            }
            guard steps > 0 else { continue }
            newtonSteps += steps
            alpha[row] = swapped ? SIMD2(C - z, z) : SIMD2(z, C - z)
            add(row, sign * (z - old) * y)
        }
        if newtonSteps <= order.count / 10 {
            innerTolerance = max(Self.smallestInnerTolerance, 0.1 * innerTolerance)
        }
        return slopes / Double(order.count)
    }

    private func y(_ row: Int) -> Double { problem.targets[row] > 0.5 ? 1 : -1 }

    /// wᵀx of a row.
    private func decision(_ row: Int) -> Double {
        var sum = 0.0
        for entry in problem.matrix.entries(of: row) {
            sum += Double(problem.values[entry] * columns[Int(problem.matrix.columns[entry])].x)
        }
        return sum * Double(problem.rowScale[row]) + Double(bias)
    }

    /// w += step · x of a row.
    private mutating func add(_ row: Int, _ step: Double) {
        let scaled = Float(step) * problem.rowScale[row]
        for entry in problem.matrix.entries(of: row) {
            let column = Int(problem.matrix.columns[entry])
            columns[column].x += scaled * problem.values[entry] * columns[column].y
        }
        bias += Float(step)
    }
}
