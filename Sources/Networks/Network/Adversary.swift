/// Adversarial training (Miyato, Dai & Goodfellow 2017, arXiv:1605.07725): a step away from the word vectors in the
/// direction that raises the loss most, of a length that no reader would notice.
///
/// Within a review a word is moved once for all its places, so that its input product is formed once. Of all steps r of
/// a review with Σ n(w) |r(w)|² = size² · variance, n(w) the places of w, that is r(w) ∝ g(w) / n(w). The variance is
/// that of the vectors' components, so that the network gains nothing from longer vectors. A context, which has numbers of its own
/// at every place, is moved by the same rule.
struct Adversary {
    /// Whose reviews have slots of their own.
    let shards: [PackedBatch]
    let size: Double

    func moved<S: Scalar>(_ vectors: Matrix<S>, along gradient: Matrix<S>, threads: Int) -> Matrix<S> {
        var places = [Double](repeating: 0, count: vectors.rows)
        for shard in shards {
            for slot in shard.slots { places[Int(slot)] += 1 }
        }
        var (square, count) = (0.0, 0.0)
        for row in 0..<vectors.rows {
            square += vectors.rows(row..<row + 1).sumOfSquares() * places[row]
            count += places[row] * Double(vectors.columns)
        }
        let variance = square / max(count, 1)
        let moved = Matrix<S>(vectors.rows, vectors.columns, cleared: false)
        moved.copy(from: vectors)
        let reviews = shards.flatMap(\.rowSlots)
        let (counts, size) = (places, size)
        parallel(reviews.count, threads: threads) { review in
            let rows = reviews[review]
            let length = rows.reduce(0) { $0 + gradient.rows($1..<$1 + 1).sumOfSquares() / counts[$1] }
            guard length > 0 else { return }
            for row in rows {
                let step = S(size * (variance / length).squareRoot() / counts[row])
                for column in 0..<vectors.columns { moved[row, column] += step * gradient[row, column] }
            }
        }
        return moved
    }

    /// Moves what each shard's places bring, [positions, e], where it stands: it is large.
    func move<S: Scalar>(_ contexts: [Matrix<S>], along gradients: [Matrix<S>], threads: Int) {
        let square = contexts.reduce(0) { $0 + $1.sumOfSquares() }
        let variance = square / Double(max(1, contexts.reduce(0) { $0 + $1.rows * $1.columns }))
        for (shard, (context, gradient)) in zip(shards, zip(contexts, gradients)) {
            parallel(shard.rows, threads: threads) { row in
                let places = shard.offsets[..<shard.lengths[row]].map { $0 + row }
                let length = places.reduce(0) { $0 + gradient.rows($1..<$1 + 1).sumOfSquares() }
                guard length > 0 else { return }
                let step = S(size * (variance / length).squareRoot())
                for place in places {
                    for column in 0..<context.columns { context[place, column] += step * gradient[place, column] }
                }
            }
        }
    }
}
