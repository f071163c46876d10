import Synchronization
import ValenceEvaluation
import ValenceNetworks
import ValenceText

/// A model at work: texts in, calibrated probabilities out.
///
/// A text's probabilities depend on it alone, to the bit: neither on its neighbours nor on `batchSize` or `threads`.
package struct Predictor: Sendable {
    package let model: TrainedModel
    private let tokenizer: Tokenizer
    private let batchSize: Int
    private let threads: Int
    private let spareLists = SpareTokenLists()

    package init(_ model: TrainedModel, batchSize: Int = 64, threads: Int) {
        precondition(batchSize > 0 && threads > 0, "batches of \(batchSize) on \(threads) threads")
        self.model = model
        tokenizer = Tokenizer(model.textSettings)
        self.batchSize = batchSize
        self.threads = threads
    }

    /// Shape [texts.count, labels.count], row-major.
    package func probabilities(_ texts: [ArraySlice<UInt8>]) -> [Float] {
        predict(texts).probabilities
    }

    /// Probabilities as above, and how many texts are longer than the model reads.
    ///
    /// Texts are classified in batches of similar length, whatever their order.
    /// - Parameter threads: nil for as many as the predictor has.
    package func predict(
        _ texts: [ArraySlice<UInt8>], threads: Int? = nil
    ) -> (probabilities: [Float], cutCount: Int, seconds: StageSeconds) {
        let classCount = model.labels.count
        let order = texts.indices.sorted { (texts[$0].count, $1) > (texts[$1].count, $0) }
        let batches = stride(from: 0, to: order.count, by: batchSize).map {
            order[$0..<min($0 + batchSize, order.count)]
        }
        let limit = model.classifier.maximumLength ?? .max
        let results = parallelMap(batches.count, threads: threads ?? self.threads) { index in
            let batch = batches[index]
            let clock = ContinuousClock()
            let begin = clock.now
            var lists = spareLists.take(batch.count)
            for (row, review) in batch.enumerated() { tokenizer.tokenize(texts[review], into: &lists[row]) }
            let middle = clock.now
            let logits = model.classifier.logits(lists[...])
            var seconds = StageSeconds()
            seconds.tokenising = begin.secondsUntil(middle)
            seconds.classifying = middle.secondsUntil(clock.now)
            let cutCount = lists.count { $0.count > limit }
            spareLists.give(lists)
            return (
                probabilities: softmax(logits, classCount: classCount, temperature: model.temperature),
                cutCount: cutCount, seconds: seconds
            )
        }
        var probabilities = [Float](repeating: 0, count: texts.count * classCount)
        for (batch, result) in zip(batches, results) {
            for (row, review) in batch.enumerated() {
                for label in 0..<classCount {
                    probabilities[review * classCount + label] = result.probabilities[row * classCount + label]
                }
            }
        }
        var seconds = StageSeconds()
        for result in results { seconds.add(result.seconds) }
        return (probabilities, results.reduce(0) { $0 + $1.cutCount }, seconds)
    }
}

/// Token lists whose memory the next batch uses again.
private final class SpareTokenLists: Sendable {
    private let spare = Mutex<[[TokenList]]>([])

    func take(_ count: Int) -> [TokenList] {
        var lists = spare.withLock { $0.popLast() } ?? []
        if lists.count > count { lists.removeLast(lists.count - count) }
        while lists.count < count { lists.append(TokenList()) }
        return lists
    }

    func give(_ lists: [TokenList]) { spare.withLock { $0.append(lists) } }
}
