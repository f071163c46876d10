/// The way back of what `ContextProducts` forms.
extension Encoder {
    /// From the gradients of these products, each [positions, gates·H], to those of the context's weights, added to
    /// `gradient`, and of the words' part, added to `dWords` by the batch's slots.
    func backward(
        _ dProducts: [Matrix<S>], context: Matrix<S>, slots: [Int32], gradient: ParameterStore<S>,
        into dWords: [Matrix<S>]
    ) {
        for ((weights, dProducts), dWords) in zip(zip(layers.first ?? [], dProducts), dWords) {
            let dWeight = gradient.matrix("encoder.weight_ih" + weights.suffix)
            S.accumulateTransposed(
                dProducts, context, into: dWeight.columns(dWeight.columns - context.columns..<dWeight.columns),
                precision: weights.precision)
            S.scatter(dProducts, to: slots[...], of: dWords)
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
