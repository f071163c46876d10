import ValenceText

/// The mean of learned word and n-gram vectors, read by a dense layer: the model of fastText (Joulin et al. 2016,
/// arXiv:1607.01759), but for n-grams with vectors of their own in place of shared hash buckets.
package struct MeanEmbeddingClassifier: Classifier {
    package static let kind = ModelKind.embedding

    package struct Settings: Codable, Sendable, Equatable {
        /// The longest n-gram.
        package var ngrams: Int
        package var embeddingSize: Int
    }

    package let settings: Settings
    let index: NGramIndex
    let network: MeanEmbeddingNetwork<Float>

    init(settings: Settings, hashes: [UInt64], network: MeanEmbeddingNetwork<Float>) {
        precondition(hashes.count == network.rowCount, "\(hashes.count) n-grams, \(network.rowCount) vectors")
        self.settings = settings
        index = NGramIndex(hashes)
        self.network = network
    }

    package var classCount: Int { network.classCount }
    package var parameterCount: Int { (network.rowCount + classCount) * network.E + classCount }

    package var settingsInWords: [(name: String, value: String)] {
        [
            ("longest n-gram", "\(settings.ngrams)"), ("embedding size", "\(settings.embeddingSize)"),
            ("vectors kept", "\(network.rowCount)"),
        ]
    }

    package var architecture: String { Self.architecture(settings) }

    static func architecture(_ settings: Settings) -> String {
        let grams =
            settings.ngrams == 1 ? "word" : settings.ngrams == 2 ? "1- and 2-gram" : "1- to \(settings.ngrams)-gram"
        return "mean of \(grams) vectors of \(settings.embeddingSize), dense layer"
    }

    package func logits(_ reviews: ArraySlice<TokenList>) -> [Float] {
        var places = NGramPlaces()
        var logits: [Float] = []
        logits.reserveCapacity(reviews.count * classCount)
        for review in reviews {
            index.find(review, upTo: settings.ngrams, into: &places)
            logits += network.logits(places.found)
        }
        return logits
    }

    package func unknownWords(in tokens: TokenList) -> UnknownWords? { index.unknownWords(in: tokens) }

    package func save(to file: inout TensorFileWriter) {
        file.add("embedding.weight", shape: [network.rowCount, network.E], network.embeddingValues)
        file.add("output.weight", shape: [classCount, network.E], network.outputValues)
        file.add("output.bias", shape: [classCount], network.bias)
        file.add("ngrams.hashes", table: index.hashes)
    }

    package init(settings: Settings, classCount: Int, from file: TensorFile) throws {
        let hashes = try file.ngramHashes(length: settings.ngrams)
        let E = settings.embeddingSize
        guard E > 0 else { throw ModelsError.badModel(path: file.path, problem: "vectors of \(E) numbers") }
        self.init(
            settings: settings, hashes: hashes,
            network: MeanEmbeddingNetwork(
                size: E, embedding: try file.floats("embedding.weight", shape: [hashes.count, E]),
                output: try file.floats("output.weight", shape: [classCount, E]),
                bias: try file.floats("output.bias", shape: [classCount])))
    }
}
