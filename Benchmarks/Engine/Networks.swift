import Foundation
import ValenceNetworks

/// Training from ids: `train IDS --embedding E --hidden H --batch B --batches N --warmup W --threads T`.
///
/// `--precision bfloat16` rounds what is multiplied, `--weights FILE` writes the initial weights first. `losses` holds those
/// of all batches, the first ones included.
func measureTraining(_ arguments: Arguments) throws -> [String: Any] {
    let (file, shape) = try loaded(arguments)
    var network = try shape.network(for: file)
    if let path = arguments.text("weights") { try network.save(to: path) }
    let batches = file.batches(of: shape.batchSize)
    let (warmup, count) = (try arguments.number("warmup", 3), try arguments.number("batches", 30))
    let secondsAllowed = try arguments.seconds("seconds", .infinity)
    var losses: [Double] = []
    var spent = 0.0
    var processorStart = processorSeconds()
    var cost = Cost()
    for step in 0..<warmup + count {
        let batch = batches[step % batches.count]
        let elapsed = seconds {
            losses.append(network.train(batch.ids, batch.labels, learningRate: 1e-3, threads: shape.threads))
        }
        guard step >= warmup else {
            processorStart = processorSeconds()
            continue
        }
        spent += elapsed
        cost.add(batch.ids)
        if spent > secondsAllowed { break }
    }
    return [
        "tokens": cost.tokens, "seconds": spent, "processor_seconds": processorSeconds() - processorStart,
        "tokens_per_second": Double(cost.tokens) / spent, "losses": losses,
        "gflops": 3 * cost.operations(shape) / spent / 1e9,
        "distinct_share": Double(cost.distinctTokens) / Double(cost.tokens),
    ]
}

/// Inference from ids: `infer IDS --embedding E --hidden H --reviews N --batch B --threads T`; the best of `--rounds`.
///
/// Without `--batch` all reviews are handed over at once. `--weights` writes the weights, `--logits` the results, each
/// review's C floats in turn.
func measureInference(_ arguments: Arguments) throws -> [String: Any] {
    let (file, shape) = try loaded(arguments)
    let network = try shape.network(for: file)
    if let path = arguments.text("weights") { try network.save(to: path) }
    let reviews = Array(file.ids.prefix(try arguments.number("reviews", file.ids.count))).map { $0[...] }
    let size = arguments.text("batch") == nil ? reviews.count : shape.batchSize
    let secondsAllowed = try arguments.seconds("seconds", .infinity)
    var logits: [Float] = []
    var (best, bestProcessor) = (Double.infinity, Double.infinity)
    var tokens = 0
    var reviewCount = 0
    for _ in 0..<(try arguments.number("rounds", 1)) {
        // Each round begins without projections that an earlier one cached.
        network.network.parametersChanged()
        logits = []
        tokens = 0
        var spent = 0.0
        let processorStart = processorSeconds()
        for start in stride(from: 0, to: reviews.count, by: size) where spent < secondsAllowed {
            let batch = Array(reviews[start..<min(start + size, reviews.count)])
            spent += seconds { logits += network.logits(batch, threads: shape.threads) }
            tokens += batch.reduce(0) { $0 + $1.count }
            reviewCount = start + batch.count
        }
        best = min(best, spent / Double(tokens))
        bestProcessor = min(bestProcessor, processorSeconds() - processorStart)
    }
    if let path = arguments.text("logits") {
        try logits.withUnsafeBytes { Data($0) }.write(to: URL(fileURLWithPath: path))
    }
    var cost = Cost()
    cost.add(Array(reviews.prefix(reviewCount)))
    return [
        "tokens": tokens, "reviews": reviewCount, "tokens_per_second": 1 / best,
        "gflops": cost.operations(shape) / best / Double(tokens) / 1e9, "seconds": best * Double(tokens),
        "processor_seconds": bestProcessor,
        "distinct_share": Double(cost.distinctTokens) / Double(tokens),
    ]
}

/// The sizes of a network and how it is run.
private struct Shape {
    let embeddingSize, hiddenSize, batchSize, threads: Int
    let precision: Precision

    func network(for file: IdsFile) throws -> NetworkUnderTest {
        try NetworkUnderTest(
            vocabularySize: file.vocabularySize, classCount: file.classCount, embeddingSize: embeddingSize,
            hiddenSize: hiddenSize, precision: precision)
    }
}

private func loaded(_ arguments: Arguments) throws -> (IdsFile, Shape) {
    let word = arguments.text("precision") ?? Precision.single.rawValue
    guard let precision = Precision(rawValue: word), precision == .single || Precision.fastest == precision else {
        throw BenchError("--precision \(word): not here")
    }
    let shape = Shape(
        embeddingSize: try arguments.number("embedding", 128), hiddenSize: try arguments.number("hidden", 128),
        batchSize: max(1, try arguments.number("batch", 64)), threads: try arguments.number("threads", 2),
        precision: precision)
    return (try IdsFile(path: try arguments.file()), shape)
}

/// What must at least be computed: the recurrent product of every token and the input product of every different one
/// of those handed over together.
private struct Cost {
    var tokens = 0
    var distinctTokens = 0

    mutating func add(_ ids: [ArraySlice<Int32>]) {
        var seen: Set<Int32> = []
        for review in ids {
            tokens += review.count
            seen.formUnion(review)
        }
        distinctTokens += seen.count
    }

    /// Of one forward pass of a bidirectional LSTM: 2 directions × 2 × 4 H × (H a token + E a different token).
    func operations(_ shape: Shape) -> Double {
        16 * Double(shape.hiddenSize)
            * (Double(shape.hiddenSize) * Double(tokens) + Double(shape.embeddingSize) * Double(distinctTokens))
    }
}
