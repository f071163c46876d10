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

    /// The embedding rows of `tokens`, [tokens, E].
    private func embedded(_ tokens: [Int32]) -> Matrix<S> {
        let vectors = Matrix<S>(tokens.count, table.columns, cleared: false)
        for (slot, token) in tokens.enumerated() { vectors.copyRow(slot, from: table, Int(token)) }
        return vectors
    }

    private func input(of batch: PackedBatch, threads: Int) -> EncoderInput<S> {
        guard let (products, slots) = cache?.projections(of: batch.distinct) else {
            let products = encoder.project(embedded(batch.distinct), threads: threads).products
            return EncoderInput(projections: products, slots: batch.slots)
        }
        return EncoderInput(projections: products, slots: batch.slots.map { slots[Int($0)] })
    }

    /// Logits [rows, C], rows as in the batch. Nothing is kept for a way back.
    func logits(_ batch: PackedBatch, threads: Int) -> Matrix<S> {
        let encoded = encoder.forward(input(of: batch, threads: threads), batch, keepsTrace: false, threads: threads)
            .output
        let width = encoder.outputSize
        let pooled = Matrix<S>(batch.rows, configuration.pooledSize, cleared: false)
        for (index, pooling) in poolings.enumerated() {
            _ = pooling.run(encoded, batch, into: pooled.columns(index * width..<(index + 1) * width))
        }
        let logits = Matrix<S>(batch.rows, configuration.classCount, cleared: false)
        S.multiply(pooled, output, bias: outputBias, into: logits, adds: false)
        return logits
    }

    /// What a batch or a shard of it taught: sums over its reviews.
    struct Taught: Sendable {
        var lossSum: Double
        var correct: Int
        let gradient: Gradient<S>
    }

    /// Forward, loss and backward over one batch, its shards side by side.
    ///
    /// The different tokens of all shards are projected together, and their gradients gathered again, so that a word's
    /// products are formed once a batch.
    /// - Parameters:
    ///   - shards: as `PackedBatch.shards` makes them.
    ///   - labels: for each shard, in the order of its rows.
    ///   - scale: what the loss's gradient is multiplied by: 1 / the whole batch's weight, for a mean.
    func gradient(
        _ shards: [PackedBatch], labels: [[Int32]], loss: SoftmaxCrossEntropy, scale: Double, dropout: DropoutKey?,
        layout: ParameterLayout, threads: Int
    ) -> Taught {
        let tokens = shards[0].distinct
        let masks = dropout.map { Dropout(settings: configuration.dropout, key: $0, shard: 0) }
        let wordMask: Matrix<S>? = masks?.words(tokens.count)
        let columnMask: Matrix<S>? = masks?.columns(table.columns)
        let vectors = embedded(tokens)
        mask(vectors, words: wordMask, columns: columnMask)
        let projection = encoder.project(vectors, threads: threads)
        let results = parallelMap(shards.count, threads: threads) { shard in
            pass(
                shards[shard], projection.products, labels: labels[shard], loss: loss, scale: scale,
                dropout: dropout.map { Dropout(settings: configuration.dropout, key: $0, shard: shard) },
                layout: layout, threads: max(1, threads / shards.count))
        }
        let dense = results[0].dense
        let ranges = dense.flat.columnRanges
        parallel(ranges.count, threads: threads) { item in
            for other in results.dropFirst() {
                dense.flat.columns(ranges[item]).add(other.dense.flat.columns(ranges[item]))
            }
        }
        let dVectors = projection.backward(results.map(\.dProducts), gradient: dense, threads: threads)
        mask(dVectors, words: wordMask, columns: columnMask)
        return Taught(
            lossSum: results.reduce(0) { $0 + $1.lossSum }, correct: results.reduce(0) { $0 + $1.correct },
            gradient: Gradient(dense: dense, tokens: tokens, rows: dVectors))
    }

    /// One shard, from the products of its tokens to their gradients and those of all dense parameters behind them.
    private func pass(
        _ batch: PackedBatch, _ products: [Matrix<S>], labels: [Int32], loss: SoftmaxCrossEntropy, scale: Double,
        dropout: Dropout?, layout: ParameterLayout, threads: Int
    ) -> (lossSum: Double, correct: Int, dense: ParameterStore<S>, dProducts: [Matrix<S>]) {
        guard let outputBack else { preconditionFailure("weights packed for inference only") }
        let (encoded, trace) = encoder.forward(
            EncoderInput(projections: products, slots: batch.slots), batch, keepsTrace: true, threads: threads
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
        let dProducts = encoder.backward(
            trace, batch, dStates: dStates, dFinalState: dFinalState, gradient: dense, threads: threads)
        return (lossSum, correct, dense, dProducts)
    }

    private func mask(_ vectors: Matrix<S>, words: Matrix<S>?, columns: Matrix<S>?) {
        for row in 0..<vectors.rows {
            let vector = vectors.rows(row..<row + 1)
            if let words { vector.scale(by: words[0, row]) }
            if let columns { vector.multiply(by: columns) }
        }
    }
}
