/// A first layer whose places bring a context s beside their word's vector x, such as the states of a language model:
///
///     W [x, s] + b = (Wx x + b) + Ws s
///
/// The words' part is formed once for each different word, the context's, which is formed here, at every place: for a few steps
/// at a time, so that the pass reads them while they are near.
struct ContextProducts<S: Scalar> {
    private let context: Matrix<S>
    private let weight: PackedMatrix<S>
    private let batch: PackedBatch
    private let reversed: Bool
    /// Of the positions `formed`, [capacity, gates·H].
    private let products: Matrix<S>
    private var formed = 0..<0

    /// Positions formed together: about as many as the second-level cache holds beside the weights.
    private static var blockRows: Int { 192 }

    /// - Parameter context: [positions, e]
    init(_ context: Matrix<S>, _ weights: DirectionWeights<S>, _ batch: PackedBatch) {
        guard let weight = weights.context else { preconditionFailure("a context that no weights read") }
        precondition(context.rows == batch.positions, "contexts of \(context.rows) of \(batch.positions) places")
        (self.context, self.weight, self.batch) = (context, weight, batch)
        reversed = weights.reversed
        products = Matrix(max(batch.rows, Self.blockRows), weight.columns, cleared: false)
    }

    /// A step's Ws s [running rows, gates·H], there until another step is asked for. Steps come in the direction's order.
    mutating func ofStep(_ time: Int) -> Matrix<S> {
        let step = batch.positions(ofStep: time)
        if !formed.contains(step.lowerBound) { form(from: time) }
        return products.rows(step.lowerBound - formed.lowerBound..<step.upperBound - formed.lowerBound)
    }

    private mutating func form(from time: Int) {
        formed = batch.positions(ofStep: time)
        let onward = reversed ? -1 : 1
        for next in stride(from: time + onward, to: reversed ? -1 : batch.steps, by: onward) {
            let more = batch.positions(ofStep: next)
            guard formed.count + more.count <= products.rows else { break }
            formed = min(formed.lowerBound, more.lowerBound)..<max(formed.upperBound, more.upperBound)
        }
        S.multiply(context.rows(formed), weight, bias: nil, into: products.rows(0..<formed.count), adds: false)
    }
}
