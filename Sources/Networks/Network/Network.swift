/// A recurrent classifier with its weights packed for a pass: embedding → encoder → pooling → dense.
///
/// Written once for `Float`, in use, and `Double`, where gradients are checked.
struct Network<S: Scalar>: Sendable {
    let configuration: NetworkConfiguration
    let table: Matrix<S>
    let encoder: Encoder<S>
    let poolings: [AnyPooling<S>]
    let output: PackedMatrix<S>
    let outputBack: PackedMatrix<S>?
    let outputBias: Matrix<S>
    /// For inference only, like the weights it is made from.
    let cache: ProjectionCache<S>?

    /// How much memory a network's cached input products may take.
    static var cacheByteLimit: Int { 64 << 20 }

    init(
        _ configuration: NetworkConfiguration, _ parameters: ParameterStore<S>, training: Bool,
        allowsKernels: Bool = true
    ) {
        self.configuration = configuration
        table = parameters.matrix("embedding.weight")
        encoder = Encoder(
            parameters, kind: configuration.cell, direction: configuration.direction, layers: configuration.layers,
            training: training, allowsKernels: allowsKernels)
        poolings = configuration.pooling.map { AnyPooling($0, parameters, training: training) }
        let weight = parameters.matrix("output.weight")
        output = PackedMatrix(transposing: weight)
        outputBack = training ? PackedMatrix(weight) : nil
        outputBias = parameters.matrix("output.bias")
        let firstLayer = encoder.layers.first ?? []
        cache = training ? nil : ProjectionCache(firstLayer, embedding: table, byteLimit: Self.cacheByteLimit)
    }

    /// The embedding rows of a batch's different tokens, [distinct, E].
    private func embedded(_ batch: PackedBatch) -> Matrix<S> {
        let vectors = Matrix<S>(batch.distinct.count, table.columns, cleared: false)
        for (slot, token) in batch.distinct.enumerated() { vectors.copyRow(slot, from: table, Int(token)) }
        return vectors
    }

    /// Logits [rows, C], rows as in the batch. Nothing is kept for a way back.
    func logits(_ batch: PackedBatch, threads: Int) -> Matrix<S> {
        let input =
            cache.map { EncoderInput(projections: $0.projections(of: batch.distinct), slots: batch.slots) }
            ?? EncoderInput(vectors: embedded(batch), slots: batch.slots)
        let encoded = encoder.forward(input, batch, keepsTrace: false, threads: threads).output
        let width = encoder.outputSize
        let pooled = Matrix<S>(batch.rows, configuration.pooledSize, cleared: false)
        for (index, pooling) in poolings.enumerated() {
            _ = pooling.run(encoded, batch, into: pooled.columns(index * width..<(index + 1) * width))
        }
        let logits = Matrix<S>(batch.rows, configuration.classCount, cleared: false)
        S.multiply(pooled, output, bias: outputBias, into: logits, adds: false)
        return logits
    }

    /// Forward, loss and backward over one batch.
    /// - Parameters:
    ///   - labels: in the order of the batch's rows.
    ///   - scale: what the loss's gradient is multiplied by: 1 / the whole batch's weight, for a mean.
    func gradient(
        _ batch: PackedBatch, labels: [Int32], loss: SoftmaxCrossEntropy, scale: Double, dropout: Dropout?,
        layout: ParameterLayout, threads: Int
    ) -> (lossSum: Double, correct: Int, gradient: Gradient<S>) {
        guard let outputBack else { preconditionFailure("weights packed for inference only") }
        let vectors = embedded(batch)
        let wordMask: Matrix<S>? = dropout?.words(batch.distinct.count)
        let columnMask: Matrix<S>? = dropout?.columns(table.columns)
        mask(vectors, words: wordMask, columns: columnMask)
        let (encoded, trace) = encoder.forward(
            EncoderInput(vectors: vectors, slots: batch.slots), batch, keepsTrace: true, threads: threads
        ) { layer in dropout?.states(layer: layer, batch.positions, configuration.stateSize) }

        let width = encoder.outputSize
        let pooled = Matrix<S>(batch.rows, configuration.pooledSize, cleared: false)
        let poolingsBack = poolings.enumerated().map { index, pooling in
            pooling.run(encoded, batch, into: pooled.columns(index * width..<(index + 1) * width))
        }
        let outputMask: Matrix<S>? = dropout?.output(pooled.rows, pooled.columns)
        if let outputMask { pooled.multiply(by: outputMask) }
        let logits = Matrix<S>(batch.rows, configuration.classCount, cleared: false)
        S.multiply(pooled, output, bias: outputBias, into: logits, adds: false)

        let dLogits = Matrix<S>(logits.rows, logits.columns, cleared: false)
        let (lossSum, correct) = loss.forwardBackward(logits: logits, labels: labels, scale: scale, dLogits: dLogits)

        let dense = ParameterStore<S>(layout, denseOnly: true)
        S.accumulateTransposed(dLogits, pooled, into: dense.matrix("output.weight"))
        let dBias = dense.matrix("output.bias")
        for row in 0..<dLogits.rows { dBias.addRow(0, from: dLogits, row) }
        let dPooled = Matrix<S>(pooled.rows, pooled.columns, cleared: false)
        S.multiply(dLogits, outputBack, bias: nil, into: dPooled, adds: false)
        if let outputMask { dPooled.multiply(by: outputMask) }

        let dStates = Matrix<S>(batch.positions, width)
        let dFinalState = Matrix<S>(batch.rows, width)
        for (index, back) in poolingsBack.enumerated() {
            back(dPooled.columns(index * width..<(index + 1) * width), dStates, dFinalState, dense)
        }
        let dVectors = encoder.backward(
            trace, batch, dStates: dStates, dFinalState: dFinalState, gradient: dense, threads: threads)
        mask(dVectors, words: wordMask, columns: columnMask)
        return (lossSum, correct, Gradient(dense: dense, tokens: batch.distinct, rows: dVectors))
    }

    private func mask(_ vectors: Matrix<S>, words: Matrix<S>?, columns: Matrix<S>?) {
        for row in 0..<vectors.rows {
            let vector = vectors.rows(row..<row + 1)
            if let words { vector.scale(by: words[0, row]) }
            if let columns { vector.multiply(by: columns) }
        }
    }
}
