/// Rows that learn to tell the candidates that stand near them from others: negative sampling (Mikolov et al. 2013,
/// arXiv:1310.4546), for all rows of a piece of text at once.
///
/// A row x costs −log σ(x·y) for each near candidate y, and −log σ(−x·n) for each of K words n drawn in proportion to
/// count^¾. All rows share S such negatives, each of which stands for K / S of a neighbour's: so scores and gradients are
/// three matrix products (Ji et al. 2016, arXiv:1604.04661).
///
/// L rows, M candidates of which the last S are negatives, d numbers each.
struct SampledNeighbours: Sendable {
    /// The rate times the gradient of the log likelihood at the rows, [L, d].
    let dRows: Matrix<Float>
    /// And at the candidates, [M, d].
    let dCandidates: Matrix<Float>
    /// Over all pairs of a row and a near candidate, where it was asked for.
    private(set) var lossSum = 0.0
    private(set) var pairs = 0.0

    /// - Parameters:
    ///   - rows: x, [L, d].
    ///   - candidates: [M, d].
    ///   - shared: S.
    ///   - negatives: K.
    ///   - near: two stretches of candidates before the negatives, the second behind the first; called row by row.
    init(
        _ rows: Matrix<Float>, _ candidates: Matrix<Float>, shared S: Int, negatives: Int, rate: Float,
        measuresLoss: Bool, near: (_ row: Int) -> (Range<Int>, Range<Int>)
    ) {
        let (L, M) = (rows.rows, candidates.rows)
        let scores = Matrix<Float>(L, M, cleared: false)
        BLAS.multiply(rows, transposing: candidates, into: scores)
        Kernels.best.applySigmoid(to: scores)
        for row in 0..<L {
            let (first, second) = near(row)
            let count = first.count + second.count
            let share = Float(count * negatives) / Float(S)
            if measuresLoss {
                lossSum += Self.loss(scores, row, [first, second], shared: S, share: share)
                pairs += Double(count)
            }
            for column in 0..<first.lowerBound { scores[row, column] = 0 }
            for column in first { scores[row, column] = rate * (1 - scores[row, column]) }
            for column in first.upperBound..<second.lowerBound { scores[row, column] = 0 }
            for column in second { scores[row, column] = rate * (1 - scores[row, column]) }
            for column in second.upperBound..<M - S { scores[row, column] = 0 }
            for column in M - S..<M { scores[row, column] *= -rate * share }
        }
        dRows = Matrix(L, rows.columns, cleared: false)
        BLAS.multiply(scores, candidates, into: dRows)
        dCandidates = Matrix(M, rows.columns)
        BLAS.accumulateTransposed(scores, rows, into: dCandidates)
    }

    private static func loss(
        _ chances: Matrix<Float>, _ row: Int, _ near: [Range<Int>], shared: Int, share: Float
    ) -> Double {
        func cost(_ chance: Float) -> Double { -Double(Float.logarithm(max(chance, .leastNormalMagnitude))) }
        let neighbours = near.joined().reduce(0.0) { $0 + cost(chances[row, $1]) }
        return (chances.columns - shared..<chances.columns).reduce(neighbours) {
            $0 + Double(share) * cost(1 - chances[row, $1])
        }
    }
}

extension Matrix where S == Float {
    /// Some rows of a table, in the order asked for.
    init(rows: [Int32], of table: Matrix<Float>) {
        self.init(rows.count, table.columns, cleared: false)
        for (row, place) in rows.enumerated() { copyRow(row, from: table, Int(place)) }
    }
}
