/// A first layer whose places bring a context s beside their word's vector x, such as the states of a language model:
///
///     W [x, s] + b = (Wx x + b) + Ws s
///
/// The words' part is formed once for each different word, the context's at every place.
extension Encoder {
    /// - Parameters:
    ///   - words: the words' part.
    ///   - context: [positions, e]; nil where there is none, and the words' part is all.
    func input(_ words: EncoderInput<S>, context: Matrix<S>?) -> EncoderInput<S> {
        guard let context else { return words }
        let products = zip(layers.first ?? [], words.projections).map { weights, projection in
            let products = Matrix<S>(context.rows, projection.columns, cleared: false)
            for (position, slot) in words.slots.enumerated() {
                projection.copyRow(Int(slot), to: position, of: products)
            }
            guard let weight = weights.context else { preconditionFailure("a context that no weights read") }
            S.multiply(context, weight, bias: nil, into: products, adds: true)
            return products
        }
        return EncoderInput(projections: products, slots: [])
    }

    /// From the gradients of these products, each [positions, gates·H], to those of the context's weights, added to
    /// `gradient`, and of the words' part, returned [count, gates·H] each.
    func backward(
        _ dProducts: [Matrix<S>], context: Matrix<S>, slots: [Int32], count: Int, gradient: ParameterStore<S>
    ) -> [Matrix<S>] {
        zip(layers.first ?? [], dProducts).map { weights, dProducts in
            let dWeight = gradient.matrix("encoder.weight_ih" + weights.suffix)
            S.accumulateTransposed(
                dProducts, context, into: dWeight.columns(dWeight.columns - context.columns..<dWeight.columns),
                precision: weights.precision)
            let dWords = Matrix<S>(count, dProducts.columns)
            S.scatter(dProducts, to: slots[...], of: dWords)
            return dWords
        }
    }

    /// From the same to the gradient of the context, [positions, e].
    func contextGradient(_ dProducts: [Matrix<S>]) -> Matrix<S> {
        let directions = layers.first ?? []
        let dContext = Matrix<S>(dProducts[0].rows, directions[0].contextBack?.columns ?? 0)
        for (weights, dProducts) in zip(directions, dProducts) {
            guard let back = weights.contextBack else { preconditionFailure("weights packed for inference only") }
            S.multiply(dProducts, back, bias: nil, into: dContext, adds: true)
        }
        return dContext
    }
}
