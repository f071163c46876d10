/// Adversarial training (Miyato, Dai & Goodfellow 2017, arXiv:1605.07725): a step away from the word vectors in the
/// direction that raises the loss most, of a length that no reader would notice.
///
/// A word is moved once for all its places in the batch, so that equal words keep equal input products. Of all steps r
/// with Σ n(w) |r(w)|² = size² · reviews · variance, n(w) the places of w, that is r(w) ∝ g(w) / n(w). The variance is
/// that of the vectors' components, so that the network gains nothing from longer vectors.
struct Adversary {
    let shards: [PackedBatch]
    let size: Double

    func moved<S: Scalar>(_ vectors: Matrix<S>, along gradient: Matrix<S>) -> Matrix<S> {
        var places = [Int](repeating: 0, count: vectors.rows)
        for shard in shards {
            for slot in shard.slots { places[Int(slot)] += 1 }
        }
        var (length, square, count) = (0.0, 0.0, 0)
        for row in 0..<vectors.rows {
            let n = Double(max(places[row], 1))
            length += gradient.rows(row..<row + 1).sumOfSquares() / n
            square += vectors.rows(row..<row + 1).sumOfSquares() * n
            count += places[row] * vectors.columns
        }
        let moved = Matrix<S>(vectors.rows, vectors.columns, cleared: false)
        moved.copy(from: vectors)
        guard length > 0, count > 0 else { return moved }
        let reviews = shards.reduce(0) { $0 + $1.rows }
        let scale = size * (Double(reviews) * square / Double(count) / length).squareRoot()
        for row in 0..<vectors.rows {
            let step = S(scale / Double(max(places[row], 1)))
            for column in 0..<vectors.columns { moved[row, column] += step * gradient[row, column] }
        }
        return moved
    }
}
