import Testing
import ValenceNetworks

@Suite("Learning of document vectors")
struct DocumentLearningTests {
    /// Documents of two topics, each of its half of the n-grams.
    private static func corpus(_ documents: Int, _ ngrams: Int) -> (starts: [Int], columns: [Int32], counts: [Int32]) {
        var random = RandomStream(seed: 8, .sampling)
        var (starts, columns): ([Int], [Int32]) = ([0], [])
        var counts = [Int32](repeating: 0, count: ngrams)
        for document in 0..<documents {
            let half = document % 2 * (ngrams / 2)..<(document % 2 + 1) * (ngrams / 2)
            for ngram in half where random.bernoulli(0.5) {
                columns.append(Int32(ngram))
                counts[ngram] += 1
            }
            starts.append(columns.count)
        }
        return (starts, columns, counts)
    }

    private static func learning(documents: Int = 40, ngrams: Int = 30, blocks: Int = 4) -> DocumentLearning {
        let (starts, columns, counts) = corpus(documents, ngrams)
        return DocumentLearning(
            starts: starts, columns: columns, counts: counts, settings: .init(size: 12), blocks: blocks, seed: 3)
    }

    private static func run(_ learning: DocumentLearning, epochs: Int, threads: Int = 1) -> [Double] {
        (1...epochs).map { epoch in
            (0..<learning.blockCount).reduce(into: 0.0) { sum, number in
                let result = learning.step(number, epoch: epoch, seed: 1, threads: threads)
                sum += result.lossSum / Double(max(result.count, 1))
            }
        }
    }

    @Test("documents of one topic come to lie near each other, and the loss falls")
    func learns() {
        let learning = Self.learning()
        let losses = Self.run(learning, epochs: 200)
        #expect(losses[199] < losses[0] * 0.9)
        let table = learning.documents.matrix("documents")
        func cosine(_ a: Int, _ b: Int) -> Float {
            func product(_ a: Int, _ b: Int) -> Float { (0..<12).reduce(0) { $0 + table[a, $1] * table[b, $1] } }
            return product(a, b) / (product(a, a) * product(b, b)).squareRoot()
        }
        var (same, other): ([Float], [Float]) = ([], [])
        for a in 0..<40 {
            for b in 0..<a {
                if a % 2 == b % 2 { same.append(cosine(a, b)) } else { other.append(cosine(a, b)) }
            }
        }
        func mean(_ values: [Float]) -> Float { values.reduce(0, +) / Float(values.count) }
        #expect(mean(same) > mean(other) + 0.15)
    }

    @Test("a new document comes to lie near those of its topic")
    func infers() {
        let learning = Self.learning()
        _ = Self.run(learning, epochs: 200)
        let vectors = learning.vectors()
        let (first, second) = (vectors.vector(of: 0..<8), vectors.vector(of: 5..<13))
        let third = vectors.vector(of: 18..<26)
        func product(_ a: [Float], _ b: [Float]) -> Float { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
        #expect(product(first, second) > product(first, third) + 0.1)
        for row in 0..<30 {
            #expect(abs((0..<12).reduce(0) { $0 + vectors.table[row, $1] * vectors.table[row, $1] } - 1) < 1e-5)
        }
    }

    @Test("one thread and three give the same bytes", arguments: [1, 4, 16])
    func threads(blocks: Int) {
        let tables = [1, 3].map { threads in
            let learning = Self.learning(blocks: blocks)
            _ = Self.run(learning, epochs: 3, threads: threads)
            return learning.ngrams.flat.values + learning.documents.flat.values
        }
        #expect(tables[0] == tables[1])
    }

    @Test("an epoch goes through each n-gram of each document once")
    func onceEach() {
        let starts = Self.corpus(9, 20).starts
        // What is counted is the first of the blocks of documents.
        for (blocks, documents) in [(1, 9), (3, 3), (9, 1)] {
            let learning = Self.learning(documents: 9, ngrams: 20, blocks: blocks)
            let met = (0..<blocks).map { learning.step($0, epoch: 1, seed: 1, threads: 1).count }
            #expect(met.reduce(0, +) == starts[documents])
        }
        #expect(Self.learning(documents: 2, ngrams: 4, blocks: 16).blockCount == 2)
    }
}
