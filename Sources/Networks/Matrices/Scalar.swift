import Foundation

/// A number that networks compute in: `Float` in use, `Double` where gradients are checked.
///
/// The requirements are the few places where `Float` takes a faster path; all else is written once for both.
package protocol Scalar: BinaryFloatingPoint, Sendable, BitwiseCopyable {
    static func exponential(_ x: Self) -> Self
    static func hyperbolicTangent(_ x: Self) -> Self
    static func logarithm(_ x: Self) -> Self

    /// c = (adds ? c : bias or 0) + a · right. Each row of c depends on its own row of a alone, to the bit.
    static func multiply(
        _ a: Matrix<Self>, _ right: PackedMatrix<Self>, bias: Matrix<Self>?, into c: Matrix<Self>, adds: Bool)

    /// c += aᵀ · b, summed over the rows that both share. For training only: the order of the sum may depend on the
    /// shapes, never on the number of threads.
    static func accumulateTransposed(
        _ a: Matrix<Self>, _ b: Matrix<Self>, into c: Matrix<Self>, precision: Precision)

    /// Two numbers rounded to bfloat16 in the place of one, the first in the lower half.
    static func roundedPair(_ low: Self, _ high: Self) -> Self

    /// Whether cells have fused kernels for this number, which take biases inside the input projection.
    static var hasCellKernels: Bool { get }
    static func forward(_ cell: CellKind, _ step: CellStep<Self>, packedHidden: PackedMatrix<Self>)
    static func backward(_ cell: CellKind, _ step: CellBackwardStep<Self>, packedHidden: PackedMatrix<Self>)

    /// The columns of a packed panel that products read fastest.
    static var panelWidth: Int { get }

    /// Row `row` of `sum` grows by row `source` of `x`.
    static func addRow(_ row: Int, of sum: Matrix<Self>, from x: Matrix<Self>, _ source: Int)

    /// Row `slots[r]` of `sum` grows by row r of `x`, for each row of `x` in turn.
    static func scatter(_ x: Matrix<Self>, to slots: ArraySlice<Int32>, of sum: Matrix<Self>)

    /// Puts tanh of each number in its place.
    static func applyHyperbolicTangent(to matrix: Matrix<Self>)

    /// Raises row `row` of `pooled` to the states at `position`; notes where it rose, unless `best` is empty.
    static func raise(
        _ pooled: Matrix<Self>, _ row: Int, best: inout [Int32], to states: Matrix<Self>, _ position: Int)
}

extension Scalar {
    /// σ(x) = 1 / (1 + e⁻ˣ), without overflow on either side.
    @inline(__always)
    package static func sigmoid(_ x: Self) -> Self {
        if x >= 0 { return 1 / (1 + exponential(-x)) }
        let e = exponential(x)
        return e / (1 + e)
    }
}

extension Double: Scalar {
    @inline(__always) package static func exponential(_ x: Double) -> Double { Foundation.exp(x) }
    @inline(__always) package static func hyperbolicTangent(_ x: Double) -> Double { Foundation.tanh(x) }
    @inline(__always) package static func logarithm(_ x: Double) -> Double { Foundation.log(x) }

    package static func multiply(
        _ a: Matrix<Double>, _ right: PackedMatrix<Double>, bias: Matrix<Double>?, into c: Matrix<Double>, adds: Bool
    ) {
        PlainProducts.multiply(a, right, bias: bias, into: c, adds: adds)
    }

    package static func accumulateTransposed(
        _ a: Matrix<Double>, _ b: Matrix<Double>, into c: Matrix<Double>, precision: Precision
    ) {
        PlainProducts.accumulateTransposed(a, b, into: c)
    }

    package static func roundedPair(_ low: Double, _ high: Double) -> Double {
        preconditionFailure("only products of Float round")
    }

    package static var hasCellKernels: Bool { false }
    package static func forward(_ cell: CellKind, _ step: CellStep<Double>, packedHidden: PackedMatrix<Double>) {
        preconditionFailure("there are no kernels for Double: the caller asks hasCellKernels first")
    }
    package static func backward(
        _ cell: CellKind, _ step: CellBackwardStep<Double>, packedHidden: PackedMatrix<Double>
    ) {
        preconditionFailure("there are no kernels for Double: the caller asks hasCellKernels first")
    }

    package static var panelWidth: Int { 32 }

    package static func addRow(_ row: Int, of sum: Matrix<Double>, from x: Matrix<Double>, _ source: Int) {
        for column in 0..<sum.columns { sum[row, column] += x[source, column] }
    }

    package static func scatter(_ x: Matrix<Double>, to slots: ArraySlice<Int32>, of sum: Matrix<Double>) {
        for (row, slot) in slots.enumerated() { sum.addRow(Int(slot), from: x, row) }
    }

    package static func applyHyperbolicTangent(to matrix: Matrix<Double>) {
        for row in 0..<matrix.rows {
            for column in 0..<matrix.columns { matrix[row, column] = hyperbolicTangent(matrix[row, column]) }
        }
    }

    package static func raise(
        _ pooled: Matrix<Double>, _ row: Int, best: inout [Int32], to states: Matrix<Double>, _ position: Int
    ) {
        for unit in 0..<pooled.columns {
            let value = states[position, unit]
            // A NaN wins and stays, so that it is seen.
            guard value > pooled[row, unit] || value.isNaN else { continue }
            pooled[row, unit] = value
            if !best.isEmpty { best[row * pooled.columns + unit] = Int32(position) }
        }
    }
}

/// The matrix products as their definitions say: the reference that the kernels must equal.
package enum PlainProducts {
    package static func multiply<S: Scalar>(
        _ a: Matrix<S>, _ right: PackedMatrix<S>, bias: Matrix<S>?, into c: Matrix<S>, adds: Bool
    ) {
        for row in 0..<a.rows {
            for column in 0..<right.columns {
                var sum = adds ? c[row, column] : bias?[0, column] ?? 0
                for k in 0..<right.depth { sum += a[row, k] * right[k, column] }
                c[row, column] = sum
            }
        }
    }

    package static func accumulateTransposed<S: Scalar>(_ a: Matrix<S>, _ b: Matrix<S>, into c: Matrix<S>) {
        for k in 0..<a.rows {
            for row in 0..<a.columns {
                let factor = a[k, row]
                for column in 0..<b.columns { c[row, column] += factor * b[k, column] }
            }
        }
    }
}
