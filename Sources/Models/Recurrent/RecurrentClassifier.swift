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
        /// Of the language model whose states it reads; nil where there is none.
        package var language: NetworkConfiguration?

        package init(network: NetworkConfiguration, maximumLength: Int, language: NetworkConfiguration? = nil) {
            self.network = network
            self.maximumLength = maximumLength
            self.language = language
        }
    }

    package let settings: Settings
    package let vocabulary: Vocabulary
    package let network: RecurrentNetwork
    /// Of the same vocabulary.
    let language: LanguageReader?

    init(settings: Settings, vocabulary: Vocabulary, network: RecurrentNetwork, language: LanguageReader?) {
        precondition(
            vocabulary.count == settings.network.vocabularySize,
            "\(vocabulary.count) words for an embedding of \(settings.network.vocabularySize)")
        self.settings = settings
        self.vocabulary = vocabulary
        self.network = network
        self.language = language
    }

    package var classCount: Int { settings.network.classCount }
    package var architecture: String {
        settings.network.architecture
            + (settings.language.map { ", over \($0.stateSize) states of a language model" } ?? "")
    }
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
        ] + LanguageReader.inWords(settings.language)
    }

    package var parameterCount: Int { network.parameters.layout.count }

    package func logits(_ reviews: ArraySlice<TokenList>) -> [Float] {
        let ids = reviews.map { self.ids(of: $0)[...] }
        return network.logits(of: ids, context: language?.states.raw, threads: 1)
    }

    package func reading(in precision: Precision) throws -> RecurrentClassifier {
        RecurrentClassifier(
            settings: settings, vocabulary: vocabulary, network: try network.reading(in: precision),
            language: try language?.reading(in: precision))
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
        file.add(network.parameters)
        file.add(vocabulary)
        language?.save(to: &file)
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
            let network = try RecurrentNetwork(
                settings.network, parameters: file.parameters(settings.network.layout))
            let language = try settings.language.map { try LanguageReader($0, known: vocabulary, from: file) }
            guard language?.states.size == settings.network.contextSize,
                language?.vocabulary.count ?? vocabulary.count == vocabulary.count
            else {
                throw ModelsError.badModel(
                    path: file.path, problem: "its language model's states or words are not those that it reads")
            }
            self.init(settings: settings, vocabulary: vocabulary, network: network, language: language)
        } catch let error as NetworksError {
            throw ModelsError.badModel(path: file.path, problem: "\(error)")
        }
    }
}
