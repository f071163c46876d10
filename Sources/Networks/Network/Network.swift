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
    let outputBias: Matrix<S>?
    let ordinal: CumulativeLogits<S>?
    /// For inference only, like the weights it is made from.
    let cache: ProjectionCache<S>?

    /// How much memory a network's cached input products may take.
    static var cacheByteLimit: Int { 64 << 20 }

    init(
        _ configuration: NetworkConfiguration, _ parameters: ParameterStore<S>, training: Bool,
        precision: Precision = .single, allowsKernels: Bool = true
    ) {
        self.configuration = configuration
        table = parameters.matrix("embedding.weight")
        encoder = Encoder(
            parameters, kind: configuration.cell, direction: configuration.direction, layers: configuration.layers,
            training: training, precision: precision, allowsKernels: allowsKernels)
        poolings = configuration.pooling.map { AnyPooling($0, parameters, training: training) }
        let weight = parameters.matrix("output.weight")
        output = PackedMatrix(transposing: weight)
        outputBack = training ? PackedMatrix(weight) : nil
        outputBias = configuration.head == .softmax ? parameters.matrix("output.bias") : nil
        ordinal = configuration.head == .ordinal ? CumulativeLogits(parameters.matrix("output.thresholds")) : nil
        let firstLayer = encoder.layers.first ?? []
        cache = training ? nil : ProjectionCache(firstLayer, embedding: table, byteLimit: Self.cacheByteLimit)
    }

    /// The embedding rows of `tokens`, [tokens, E].
    private func embedded(_ tokens: [Int32]) -> Matrix<S> {
        let vectors = Matrix<S>(tokens.count, table.columns, cleared: false)
        for (slot, token) in tokens.enumerated() { vectors.copyRow(slot, from: table, Int(token)) }
        return vectors
    }

    /// - Parameter context: [positions, e]; nil where the network reads none.
    func input(of batch: PackedBatch, context: Matrix<S>?, threads: Int) -> EncoderInput<S> {
        guard let (products, slots) = cache?.projections(of: batch.distinct) else {
            let products = encoder.project(embedded(batch.distinct), threads: threads).products
            return EncoderInput(projections: products, slots: batch.slots, context: context)
        }
        return EncoderInput(projections: products, slots: batch.slots.map { slots[Int($0)] }, context: context)
    }

    /// Nothing is kept for a way back.
    func encoded(_ batch: PackedBatch, context: Matrix<S>?, threads: Int) -> EncoderOutput<S> {
        encoder.forward(
            input(of: batch, context: context, threads: threads), batch, keepsTrace: false, threads: threads
        ).output
    }

    /// States [positions, D·H].
    func states(_ batch: PackedBatch, threads: Int) -> Matrix<S> {
        encoded(batch, context: nil, threads: threads).states
    }

    /// Logits [rows, C], rows as in the batch.
    /// - Parameter context: [positions, e]; nil where the network reads none.
    func logits(_ batch: PackedBatch, context: Matrix<S>?, threads: Int) -> Matrix<S> {
        logits(of: outputs(of: pooled(batch, context: context, threads: threads)))
    }

    /// [rows, poolings · D·H]. Poolings that need a state only once take it while it is near.
    private func pooled(_ batch: PackedBatch, context: Matrix<S>?, threads: Int) -> Matrix<S> {
        let input = input(of: batch, context: context, threads: threads)
        let width = encoder.outputSize
        let pooled = Matrix<S>(batch.rows, configuration.pooledSize, cleared: false)
        let parts = poolings.indices.map { pooled.columns($0 * width..<($0 + 1) * width) }
        if poolings.allSatisfy(\.isRunning) {
            for (pooling, part) in zip(poolings, parts) { pooling.begin(part) }
            encoder.stream(input, batch, threads: threads) { side, states in
                let columns = side * states.columns..<(side + 1) * states.columns
                for (pooling, part) in zip(poolings, parts) { pooling.take(states, into: part.columns(columns)) }
            }
            for (pooling, part) in zip(poolings, parts) { pooling.end(part, batch) }
        } else {
            let encoded = encoder.forward(input, batch, keepsTrace: false, threads: threads).output
            for (pooling, part) in zip(poolings, parts) { _ = pooling.run(encoded, batch, into: part) }
        }
        return pooled
    }

    /// What the dense layer makes of pooled vectors: a logit a class, or one score.
    private func outputs(of pooled: Matrix<S>) -> Matrix<S> {
        let outputs = Matrix<S>(pooled.rows, output.columns, cleared: false)
        S.multiply(pooled, output, bias: outputBias, into: outputs, adds: false)
        return outputs
    }

    private func logits(of outputs: Matrix<S>) -> Matrix<S> {
        guard let ordinal else { return outputs }
        let logits = Matrix<S>(outputs.rows, configuration.classCount, cleared: false)
        ordinal.logProbabilities(of: outputs, into: logits)
        return logits
    }

    /// What a batch taught: sums over its reviews, or what else a head counts.
    struct Taught: Sendable {
        var lossSum: Double
        var correct: Int
        let gradient: Gradient<S>
    }

    /// What a head makes of a shard's encoded reviews: the loss, and its gradients where the encoder takes over.
    struct HeadResult: Sendable {
        var lossSum: Double
        var correct: Int
        /// [positions, D·H], used up.
        let dStates: Matrix<S>
        /// [rows, D·H]
        let dFinalState: Matrix<S>
    }

    /// Forward, loss and backward over one batch, its shards side by side.
    ///
    /// The different tokens of all shards are projected together, and their gradients gathered again, so that a word's
    /// products are formed once a batch.
    /// - Parameters:
    ///   - shards: as `PackedBatch.shards` makes them; for a perturbation with slots of each review's own.
    ///   - contexts: for each shard [positions, e]; nil where the network reads none. A perturbation uses them up.
    ///   - perturbation: nil, or the length of an adversarial step away from each review's word vectors, and of one away from
    ///     its context; the gradient is then the sum of those before and behind it, the loss their mean, and `correct` counts before it.
    ///   - head: what stands behind the encoder; it adds its own parameters' gradients to `dense`.
    func gradient(
        _ shards: [PackedBatch], contexts: [Matrix<S>]? = nil, dropout: DropoutKey?, perturbation: Double? = nil,
        layout: ParameterLayout, threads: Int,
        head: @Sendable (_ shard: Int, _ encoded: EncoderOutput<S>, _ dense: ParameterStore<S>) -> HeadResult
    ) -> Taught {
        let tokens = shards[0].distinct
        let masks = dropout.map { Dropout(settings: configuration.dropout, key: $0, shard: 0) }
        let wordMask: Matrix<S>? = masks?.words(tokens.count)
        let columnMask: Matrix<S>? = masks?.columns(table.columns)
        let vectors = embedded(tokens)
        mask(vectors, words: wordMask, columns: columnMask)
        var (taught, dense, dVectors, dContexts) = gradient(
            vectors, contexts, shards, dropout, layout, threads, needsContexts: perturbation != nil, head)
        if let perturbation {
            let adversary = Adversary(shards: shards, size: perturbation)
            if let contexts { adversary.move(contexts, along: dContexts, threads: threads) }
            dContexts = []
            let second = gradient(
                adversary.moved(vectors, along: dVectors, threads: threads), contexts, shards, dropout, layout,
                threads, needsContexts: false, head)
            dense.flat.add(second.dense.flat)
            dVectors.add(second.dVectors)
            taught.lossSum = (taught.lossSum + second.taught.lossSum) / 2
        }
        mask(dVectors, words: wordMask, columns: columnMask)
        return Taught(
            lossSum: taught.lossSum, correct: taught.correct,
            gradient: Gradient(dense: dense, tokens: tokens, rows: dVectors).merged(vocabularySize: table.rows))
    }

    /// The same from word vectors given, [tokens, E], to their gradient, and to that of the contexts where it is needed.
    func gradient(
        _ vectors: Matrix<S>, _ contexts: [Matrix<S>]?, _ shards: [PackedBatch], _ dropout: DropoutKey?,
        _ layout: ParameterLayout, _ threads: Int, needsContexts: Bool,
        _ head: @Sendable (_ shard: Int, _ encoded: EncoderOutput<S>, _ dense: ParameterStore<S>) -> HeadResult
    ) -> (
        taught: (lossSum: Double, correct: Int), dense: ParameterStore<S>, dVectors: Matrix<S>,
        dContexts: [Matrix<S>]
    ) {
        let projection = encoder.project(vectors, threads: threads)
        // Where reviews have slots of their own no two shards write to the same row.
        let common = shards[0].ownSlots.map { _ in projection.likeProducts() }
        let inner = max(1, threads / shards.count)
        let results = parallelMap(shards.count, threads: threads) { shard in
            let batch = shards[shard]
            let layerDropout = dropout.map { Dropout(settings: configuration.dropout, key: $0, shard: shard) }
            let context = contexts?[shard]
            let (encoded, trace) = encoder.forward(
                EncoderInput(projections: projection.products, slots: batch.slots, context: context), batch,
                keepsTrace: true, threads: inner
            ) { layer in layerDropout?.states(layer: layer, batch.positions, configuration.stateSize) }
            let dense = ParameterStore<S>(layout, denseOnly: true)
            let result = head(shard, encoded, dense)
            let dProducts = common ?? projection.likeProducts()
            for products in dProducts { products.rows(batch.ownSlots ?? 0..<vectors.rows).clear() }
            let dPlaces = encoder.backward(
                trace, batch, dStates: result.dStates, dFinalState: result.dFinalState, gradient: dense,
                into: context == nil ? dProducts : nil, threads: inner)
            var dContext = Matrix<S>(0, 0)
            if let context {
                if needsContexts { dContext = encoder.contextGradient(dPlaces) }
                encoder.backward(dPlaces, context: context, slots: batch.slots, gradient: dense, into: dProducts)
            }
            return (
                lossSum: result.lossSum, correct: result.correct, dense: dense, dProducts: dProducts,
                dContext: dContext
            )
        }
        let dense = results[0].dense
        let ranges = dense.flat.columnRanges
        parallel(ranges.count, threads: threads) { item in
            for other in results.dropFirst() {
                dense.flat.columns(ranges[item]).add(other.dense.flat.columns(ranges[item]))
            }
        }
        let dVectors = projection.backward(
            common.map { [$0] } ?? results.map(\.dProducts), gradient: dense, threads: threads)
        let taught = (results.reduce(0) { $0 + $1.lossSum }, results.reduce(0) { $0 + $1.correct })
        return (taught, dense, dVectors, results.map(\.dContext))
    }

    /// The classifier's gradient over one batch.
    /// - Parameters:
    ///   - targets: for each shard, in the order of its rows.
    ///   - scale: what the loss's gradient is multiplied by: 1 / the whole batch's weight, for a mean.
    func gradient(
        _ shards: [PackedBatch], contexts: [Matrix<S>]? = nil, targets: [[Target]], loss: SoftmaxCrossEntropy,
        scale: Double, dropout: DropoutKey?, perturbation: Double? = nil, layout: ParameterLayout, threads: Int
    ) -> Taught {
        gradient(
            shards, contexts: contexts, dropout: dropout, perturbation: perturbation, layout: layout, threads: threads
        ) { shard, encoded, dense in
            classify(
                encoded, shards[shard], targets: targets[shard], loss: loss, scale: scale,
                dropout: dropout.map { Dropout(settings: configuration.dropout, key: $0, shard: shard) }, dense)
        }
    }

    /// The classifier's head: pooling, dense layer, loss, and back to the states.
    private func classify(
        _ encoded: EncoderOutput<S>, _ batch: PackedBatch, targets: [Target], loss: SoftmaxCrossEntropy, scale: Double,
        dropout: Dropout?, _ dense: ParameterStore<S>
    ) -> HeadResult {
        head(encoded, batch, dropout: dropout, dense) { logits, dLogits in
            loss.forwardBackward(logits: logits, targets: targets, scale: scale, dLogits: dLogits)
        }
    }

    /// Pooling and the dense layer, and from there back to the states.
    /// - Parameter loss: fills in its gradient at the logits [rows, C].
    func head(
        _ encoded: EncoderOutput<S>, _ batch: PackedBatch, dropout: Dropout?, _ dense: ParameterStore<S>,
        loss: (_ logits: Matrix<S>, _ dLogits: Matrix<S>) -> (lossSum: Double, correct: Int)
    ) -> HeadResult {
        guard let outputBack else { preconditionFailure("weights packed for inference only") }
        let width = encoder.outputSize
        let pooled = Matrix<S>(batch.rows, configuration.pooledSize, cleared: false)
        let poolingsBack = poolings.enumerated().map { index, pooling in
            pooling.run(encoded, batch, into: pooled.columns(index * width..<(index + 1) * width))
        }
        let outputMask: Matrix<S>? = dropout?.output(pooled.rows, pooled.columns)
        if let outputMask { pooled.multiply(by: outputMask) }
        let outputs = outputs(of: pooled)
        let logits = logits(of: outputs)
        let dLogits = Matrix<S>(logits.rows, logits.columns, cleared: false)
        let (lossSum, correct) = loss(logits, dLogits)

        var dOutputs = dLogits
        if let ordinal {
            dOutputs = Matrix(outputs.rows, outputs.columns, cleared: false)
            ordinal.backward(
                scores: outputs, dLogits: dLogits, dScores: dOutputs, dLearned: dense.matrix("output.thresholds"))
        } else {
            let dBias = dense.matrix("output.bias")
            for row in 0..<dLogits.rows { dBias.addRow(0, from: dLogits, row) }
        }
        S.accumulateTransposed(dOutputs, pooled, into: dense.matrix("output.weight"), precision: .single)
        let dPooled = Matrix<S>(pooled.rows, pooled.columns, cleared: false)
        S.multiply(dOutputs, outputBack, bias: nil, into: dPooled, adds: false)
        if let outputMask { dPooled.multiply(by: outputMask) }

        let dStates = Matrix<S>(batch.positions, width)
        let dFinalState = Matrix<S>(batch.rows, width)
        for (index, back) in poolingsBack.enumerated() {
            back(dPooled.columns(index * width..<(index + 1) * width), dStates, dFinalState, dense)
        }
        return HeadResult(lossSum: lossSum, correct: correct, dStates: dStates, dFinalState: dFinalState)
    }

    private func mask(_ vectors: Matrix<S>, words: Matrix<S>?, columns: Matrix<S>?) {
        for row in 0..<vectors.rows {
            let vector = vectors.rows(row..<row + 1)
            if let words { vector.scale(by: words[0, row]) }
            if let columns { vector.multiply(by: columns) }
        }
    }
}
