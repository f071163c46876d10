/// How much is dropped while training, each a probability; what stays is scaled up by 1 / (1 − p).
///
/// Words and columns are dropped once for a whole batch, so that equal tokens keep equal input products; in adversarial
/// training, where each review has products of its own, words once a review.
package struct DropoutSettings: Codable, Sendable, Equatable {
    /// Whole words: every occurrence of a token in the batch (Gal & Ghahramani 2016, arXiv:1512.05287).
    package var word: Double
    /// Columns of the embedding, the same for all tokens of the batch.
    package var embedding: Double
    /// States on their way from a layer to the next, each on its own.
    package var layer: Double
    /// The pooled vector, each number on its own (Srivastava et al. 2014, jmlr.org/papers/v15/srivastava14a.html).
    package var output: Double

    package init(word: Double = 0, embedding: Double = 0, layer: Double = 0, output: Double = 0) {
        self.word = word
        self.embedding = embedding
        self.layer = layer
        self.output = output
    }

    package static let none = DropoutSettings()
}

/// Which random numbers a training step uses: equal keys drop equal things.
package struct DropoutKey: Sendable {
    package var seed: UInt64
    package var epoch: Int
    package var batch: Int

    package init(seed: UInt64, epoch: Int, batch: Int) {
        self.seed = seed
        self.epoch = epoch
        self.batch = batch
    }
}

/// The masks of a batch (words, columns) and of one of its shards (states, output).
struct Dropout: Sendable {
    let settings: DropoutSettings
    let key: DropoutKey
    let shard: Int

    private func stream(_ purpose: RandomPurpose, layer: Int = 0) -> RandomStream {
        RandomStream(seed: key.seed &+ UInt64(layer), purpose, epoch: key.epoch, batch: key.batch, shard: shard)
    }

    /// 0 with probability `rate`, else 1 / (1 − rate).
    private func mask<S: Scalar>(_ stream: RandomStream, rate: Double, _ rows: Int, _ columns: Int) -> Matrix<S>? {
        guard rate > 0 else { return nil }
        var stream = stream
        let mask = Matrix<S>(rows, columns, cleared: false)
        let kept = S(1 / (1 - rate))
        for row in 0..<rows {
            for column in 0..<columns { mask[row, column] = stream.bernoulli(rate) ? 0 : kept }
        }
        return mask
    }

    func words<S: Scalar>(_ count: Int) -> Matrix<S>? { mask(stream(.wordDropout), rate: settings.word, 1, count) }

    func columns<S: Scalar>(_ width: Int) -> Matrix<S>? {
        mask(stream(.embeddingDropout), rate: settings.embedding, 1, width)
    }

    func states<S: Scalar>(layer: Int, _ positions: Int, _ width: Int) -> Matrix<S>? {
        mask(stream(.layerDropout, layer: layer), rate: settings.layer, positions, width)
    }

    func output<S: Scalar>(_ rows: Int, _ width: Int) -> Matrix<S>? {
        mask(stream(.outputDropout), rate: settings.output, rows, width)
    }
}
