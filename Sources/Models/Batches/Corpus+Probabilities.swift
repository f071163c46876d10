import ValenceEvaluation
import ValenceNetworks
import ValenceText

extension Classifier {
    /// What it says of some reviews of a corpus; a row of [classes] a review.
    func logits(of reviews: [Int], in corpus: Corpus, threads: Int) -> [[Float]] {
        let order = reviews.indices.sorted { (corpus[reviews[$0]].count, $1) > (corpus[reviews[$1]].count, $0) }
        let batches = stride(from: 0, to: order.count, by: 64).map { order[$0..<min($0 + 64, order.count)] }
        let results = parallelMap(batches.count, threads: threads) { index in
            let lists = batches[index].map { corpus.tokenList(reviews[$0]) }
            return logits(lists[...])
        }
        var rows = [[Float]](repeating: [], count: reviews.count)
        for (batch, result) in zip(batches, results) {
            for (row, index) in batch.enumerated() {
                rows[index] = Array(result[row * classCount..<(row + 1) * classCount])
            }
        }
        return rows
    }

    /// The same as probabilities, calibrated by a temperature.
    func probabilities(of reviews: [Int], in corpus: Corpus, temperature: Float, threads: Int) -> [[Float]] {
        logits(of: reviews, in: corpus, threads: threads).map {
            softmax($0, classCount: classCount, temperature: temperature)
        }
    }
}
