import Synchronization

/// First-layer input products W x + b of tokens that inference has met, for each direction.
///
/// A token's product depends on the token alone, to the bit, so it may come from here or be formed anew. The cache fills
/// in the order words come and, once full, stays as it is: frequent words come early.
final class ProjectionCache<S: Scalar>: Sendable {
    private struct Index: Sendable {
        var slotOfToken: [Int32]
        var count = 0
    }

    private let directions: [DirectionWeights<S>]
    private let embedding: Matrix<S>
    private let capacity: Int
    /// [capacity, gates·H] for each direction. A row is written before its slot is published, and never again.
    private let tables: [Matrix<S>]
    private let index: Mutex<Index>

    /// - Parameter byteLimit: of the tables together; their memory is touched only as they fill.
    init(_ directions: [DirectionWeights<S>], embedding: Matrix<S>, byteLimit: Int) {
        self.directions = directions
        self.embedding = embedding
        let rowBytes = directions.reduce(0) { $0 + $1.inputBias.columns } * MemoryLayout<S>.stride
        let capacity = min(embedding.rows, byteLimit / max(rowBytes, 1))
        self.capacity = capacity
        tables = directions.map { Matrix(capacity, $0.inputBias.columns, cleared: false) }
        index = Mutex(Index(slotOfToken: Array(repeating: -1, count: embedding.rows)))
    }

    /// For each direction products of `tokens`, and the row of each token: in the cache, or behind it where it is new.
    func projections(of tokens: [Int32]) -> (products: [InputProducts<S>], slots: [Int32]) {
        var slots = index.withLock { index in tokens.map { index.slotOfToken[Int($0)] } }
        let missing = tokens.indices.filter { slots[$0] < 0 }
        let vectors = Matrix<S>(missing.count, embedding.columns, cleared: false)
        for (row, place) in missing.enumerated() {
            vectors.copyRow(row, from: embedding, Int(tokens[place]))
            slots[place] = Int32(capacity + row)
        }
        let formed = InputProjection(vectors, directions, threads: 1).products
        keep(missing.map { tokens[$0] }, formed)
        return (zip(tables, formed).map { InputProducts($0, own: $1) }, slots)
    }

    private func keep(_ tokens: [Int32], _ formed: [Matrix<S>]) {
        index.withLock { index in
            for (row, token) in tokens.enumerated() {
                guard index.count < capacity else { return }
                // Another thread may have been first.
                guard index.slotOfToken[Int(token)] < 0 else { continue }
                for (table, products) in zip(tables, formed) { table.copyRow(index.count, from: products, row) }
                index.slotOfToken[Int(token)] = Int32(index.count)
                index.count += 1
            }
        }
    }
}
