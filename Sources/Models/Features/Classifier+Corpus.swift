import ValenceNetworks

extension Classifier {
    /// Logits of some of a corpus's reviews, shape [reviews, classes], on several threads.
    func logits(of reviews: [Int], in corpus: Corpus, threads: Int) -> [Float] {
        let size = 256
        let logits = parallelMap((reviews.count + size - 1) / size, threads: threads) { chunk in
            let lists = reviews[chunk * size..<min((chunk + 1) * size, reviews.count)].map { corpus.tokenList($0) }
            return self.logits(lists[...])
        }
        return logits.flatMap { $0 }
    }
}
