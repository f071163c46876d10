/// One direction of one layer, its weights packed for the products of a pass.
package struct DirectionWeights<S: Scalar>: Sendable {
    package let kind: CellKind
    /// Whether the pass goes from each review's last token to its first.
    package let reversed: Bool
    package let hiddenSize: Int
    /// "encoder.weight_ih_l0" … with this ending: `_l0`, `_l0_reverse`.
    package let suffix: String
    /// Of all products, forward and backward.
    let precision: Precision
    let input: PackedMatrix<S>
    /// Of what stands beside a word's vector; nil where nothing does.
    let context: PackedMatrix<S>?
    let inputBias: Matrix<S>
    let hidden: PackedMatrix<S>
    /// Nil where the input projection has taken it in.
    let hiddenBias: Matrix<S>?
    let candidateBias: Matrix<S>?
    /// For the way back; nil at inference.
    let inputBack: PackedMatrix<S>?
    let contextBack: PackedMatrix<S>?
    let hiddenBack: PackedMatrix<S>?

    var isFused: Bool { hiddenBias == nil }

    package init(
        _ parameters: ParameterStore<S>, kind: CellKind, layer: Int, reversed: Bool, training: Bool,
        precision: Precision = .single, allowsKernels: Bool = true
    ) {
        self.precision = precision
        self.kind = kind
        self.reversed = reversed
        suffix = Self.suffix(layer: layer, reversed: reversed)
        let inputWeight = parameters.matrix("encoder.weight_ih" + suffix)
        let hiddenWeight = parameters.matrix("encoder.weight_hh" + suffix)
        let hiddenBias = parameters.matrix("encoder.bias_hh" + suffix)
        hiddenSize = hiddenWeight.columns
        let wordSize = layer == 0 ? parameters.matrix("embedding.weight").columns : inputWeight.columns
        let wordWeight = inputWeight.columns(0..<wordSize)
        let contextWeight =
            wordSize < inputWeight.columns ? inputWeight.columns(wordSize..<inputWeight.columns) : nil
        input = PackedMatrix(transposing: wordWeight, precision: precision)
        context = contextWeight.map { PackedMatrix(transposing: $0, precision: precision) }
        inputBias = Matrix(1, hiddenWeight.rows)
        inputBias.copy(from: parameters.matrix("encoder.bias_ih" + suffix))
        if S.hasCellKernels, allowsKernels {
            // The GRU's last bias stays behind: the reset gate multiplies it.
            let taken = kind == .gru ? 2 * hiddenSize : hiddenWeight.rows
            inputBias.columns(0..<taken).add(hiddenBias.columns(0..<taken))
            candidateBias = kind == .gru ? hiddenBias.columns(taken..<hiddenWeight.rows) : nil
            self.hiddenBias = nil
            hidden = PackedMatrix(hiddenWeight: hiddenWeight, of: kind, precision: precision)
        } else {
            candidateBias = nil
            self.hiddenBias = hiddenBias
            hidden = PackedMatrix(transposing: hiddenWeight, precision: precision)
        }
        inputBack = training ? PackedMatrix(wordWeight, precision: precision) : nil
        contextBack = training ? contextWeight.map { PackedMatrix($0, precision: precision) } : nil
        hiddenBack = training ? PackedMatrix(hiddenWeight, precision: precision) : nil
    }

    package static func suffix(layer: Int, reversed: Bool) -> String { "_l\(layer)" + (reversed ? "_reverse" : "") }

    /// W x + b for each row of `x`, into [x.rows, gates·H].
    func project(_ x: Matrix<S>, into projection: Matrix<S>) {
        S.multiply(x, input, bias: inputBias, into: projection, adds: false)
    }

    /// The gradient of x from that of the projection, into [rows, I] or on top of it.
    func projectBack(_ dProjection: Matrix<S>, into dx: Matrix<S>, adds: Bool) {
        guard let inputBack else { preconditionFailure("weights packed for inference only") }
        S.multiply(dProjection, inputBack, bias: nil, into: dx, adds: adds)
    }

    /// Adds the gradient of one quarter of W and b from that of the projection of `x`, and where the cell only ever adds both
    /// projections that of the hidden bias, which is b's; quarters may run side by side.
    func accumulate(_ dProjection: Matrix<S>, _ x: Matrix<S>, quarter: Int, into gradient: ParameterStore<S>) {
        let width = dProjection.columns
        let part = width * quarter / 4..<width * (quarter + 1) / 4
        let dPart = dProjection.columns(part)
        let dWeight = gradient.matrix("encoder.weight_ih" + suffix).columns(0..<x.columns)
        S.accumulateTransposed(dPart, x, into: dWeight.rows(part), precision: precision)
        let dBias = gradient.matrix("encoder.bias_ih" + suffix).columns(part)
        let sum = Matrix<S>(1, part.count)
        for row in 0..<dPart.rows { sum.addRow(0, from: dPart, row) }
        dBias.add(sum)
        if kind.equations.sharesProjectionGradient {
            gradient.matrix("encoder.bias_hh" + suffix).columns(part).add(sum)
        }
    }
}
