import ValenceNetworks
import ValenceText

/// The many-to-one recurrent classifier: words to vectors, a recurrent encoder, pooling, a dense layer.
///
/// Bidirectional LSTM unless its settings say otherwise (Hochreiter & Schmidhuber 1997, doi:10.1162/neco.1997.9.8.1735;
/// Schuster & Paliwal 1997, doi:10.1109/78.650093).
package struct RecurrentClassifier: Classifier {
    package static let kind = ModelKind.bilstm

    package struct Settings: Codable, Sendable, Equatable {
        package var network: NetworkConfiguration
        /// Tokens of a review that the network sees; a longer one keeps both ends.
        package var maximumLength: Int

        package init(network: NetworkConfiguration, maximumLength: Int) {
            self.network = network
            self.maximumLength = maximumLength
        }
    }

    package let settings: Settings
    package let vocabulary: Vocabulary
    package let network: RecurrentNetwork

    package init(settings: Settings, vocabulary: Vocabulary, network: RecurrentNetwork) {
        precondition(
            vocabulary.count == settings.network.vocabularySize,
            "\(vocabulary.count) words for an embedding of \(settings.network.vocabularySize)")
        self.settings = settings
        self.vocabulary = vocabulary
        self.network = network
    }

    package var classCount: Int { settings.network.classCount }
    package var architecture: String { settings.network.architecture }
    package var maximumLength: Int? { settings.maximumLength }

    package var settingsInWords: [(name: String, value: String)] {
        let network = settings.network
        return [
            ("vocabulary size", "\(network.vocabularySize)"), ("embedding size", "\(network.embeddingSize)"),
            ("hidden size", "\(network.hiddenSize)"), ("layers", "\(network.layers)"),
            ("maximal length", "\(settings.maximumLength) tokens"),
            (
                "dropout",
                "\(network.dropout.word) words, \(network.dropout.embedding) embedding, \(network.dropout.output) output"
            ),
        ]
    }

    package var parameterCount: Int { network.parameters.layout.count }

    package func logits(_ reviews: ArraySlice<TokenList>) -> [Float] {
        network.logits(of: reviews.map { ids(of: $0)[...] }, threads: 1)
    }

    package func reading(in precision: Precision) throws -> RecurrentClassifier {
        RecurrentClassifier(
            settings: settings, vocabulary: vocabulary, network: try network.reading(in: precision))
    }

    /// What the network reads of a review.
    func ids(of review: TokenList) -> [Int32] {
        var ids: [Int32] = []
        vocabulary.ids(of: review, into: &ids)
        Truncation.clip(&ids, to: settings.maximumLength)
        return ids
    }

    package func unknownWords(in tokens: TokenList) -> UnknownWords? {
        vocabulary.unknownWords(in: tokens)
    }

    package func save(to file: inout TensorFileWriter) {
        for slice in network.parameters.layout.slices {
            file.add(slice.name, shape: slice.shape, network.parameters[slice.name])
        }
        file.add(vocabulary)
    }

    package init(settings: Settings, classCount: Int, from file: TensorFile) throws {
        do {
            guard settings.network.classCount == classCount, settings.maximumLength > 0 else {
                throw ModelsError.badModel(
                    path: file.path, problem: "\(settings.network.classCount) outputs for \(classCount) labels")
            }
            let vocabulary = try file.vocabulary()
            guard vocabulary.count == settings.network.vocabularySize else {
                throw ModelsError.badModel(
                    path: file.path,
                    problem: "\(vocabulary.count) words for an embedding of \(settings.network.vocabularySize)")
            }
            try settings.network.validate()
            let parameters = ParameterStore<Float>(settings.network.layout)
            for slice in parameters.layout.slices {
                parameters[slice.name] = try file.floats(slice.name, shape: slice.shape)
            }
            let network = try RecurrentNetwork(settings.network, parameters: parameters)
            self.init(settings: settings, vocabulary: vocabulary, network: network)
        } catch let error as NetworksError {
            throw ModelsError.badModel(path: file.path, problem: "\(error)")
        }
    }
}
