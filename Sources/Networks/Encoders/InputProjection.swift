/// A layer's input products W x + b, formed once for each different input, in each direction.
///
/// In the first layer an input is a token: a batch holds each word many times, and its product is always the same.
package struct InputProjection<S: Scalar>: Sendable {
    /// x: [inputs, I]
    let vectors: Matrix<S>
    private let directions: [DirectionWeights<S>]
    /// For each direction [inputs, gates·H].
    package let products: [Matrix<S>]

    init(_ vectors: Matrix<S>, _ directions: [DirectionWeights<S>], threads: Int) {
        self.vectors = vectors
        self.directions = directions
        let products = directions.map { Matrix<S>(vectors.rows, $0.inputBias.columns, cleared: false) }
        let pieces = vectors.rowRanges
        parallel(directions.count * pieces.count, threads: threads) { item in
            let (side, piece) = (item / pieces.count, pieces[item % pieces.count])
            directions[side].project(vectors.rows(piece), into: products[side].rows(piece))
        }
        self.products = products
    }

    /// Room for numbers of the products' shapes, still undefined.
    func likeProducts() -> [Matrix<S>] { products.map { Matrix($0.rows, $0.columns, cleared: false) } }

    /// From the gradients of the products to those of W and b, added to `gradient`, and of x, returned [inputs, I].
    /// - Parameter parts: summands of the products' gradients, for each direction like `products`; they are used up.
    package func backward(_ parts: [[Matrix<S>]], gradient: ParameterStore<S>, threads: Int) -> Matrix<S> {
        let dVectors = Matrix<S>(vectors.rows, vectors.columns, cleared: false)
        let dProducts = parts[0]
        let pieces = vectors.rowRanges
        parallel(pieces.count, threads: threads) { item in
            for (side, weights) in directions.enumerated() {
                let dProduct = dProducts[side].rows(pieces[item])
                for part in parts.dropFirst() { dProduct.add(part[side].rows(pieces[item])) }
                weights.projectBack(dProduct, into: dVectors.rows(pieces[item]), adds: side > 0)
            }
        }
        parallel(directions.count * 4, threads: threads) { item in
            let (side, quarter) = (item / 4, item % 4)
            directions[side].accumulate(dProducts[side], vectors, quarter: quarter, into: gradient)
        }
        return dVectors
    }
}
