import ValenceNetworks
import ValenceText

/// A convolution over words, region vectors and the states of a language model, max pooling, a dense layer (Johnson & Zhang
/// 2015, arXiv:1504.01255).
package struct ConvolutionClassifier: Classifier {
    package static let kind = ModelKind.cnn

    package struct Settings: Codable, Sendable, Equatable {
        package var network: ConvolutionNetwork.Settings
        package var regions: RegionVectors.Settings
        /// Of the language model; nil where there is none.
        package var language: NetworkConfiguration?
    }

    package let settings: Settings
    let embedding: RegionEmbedding
    let language: LanguageReader?
    let network: ConvolutionNetwork

    init(_ embedding: RegionEmbedding, _ language: LanguageReader?, network: ConvolutionNetwork) {
        settings = Settings(
            network: network.settings, regions: embedding.vectors.settings, language: language?.configuration)
        self.embedding = embedding
        self.language = language
        self.network = network
    }

    package var classCount: Int { settings.network.classCount }
    package var parameterCount: Int { network.parameters.layout.count }

    package var architecture: String {
        "convolution over \(settings.network.width) words and regions of \(2 * settings.regions.radius + 1)"
            + (settings.language.map { ", \($0.stateSize) states of a language model" } ?? "")
            + ", \(settings.network.units) units, max pooling"
    }

    package var settingsInWords: [(name: String, value: String)] {
        [
            ("vocabulary size", "\(embedding.vocabulary.count)"), ("units", "\(settings.network.units)"),
            ("words of a unit", "\(settings.network.width)"),
            ("words of a region", "\(2 * settings.regions.radius + 1)"),
            ("region vectors", "\(settings.regions.size) numbers"),
        ] + LanguageReader.inWords(settings.language)
    }

    /// What the network reads of some reviews.
    private func read(_ reviews: ArraySlice<TokenList>) -> [ConvolutionNetwork.Review] {
        func ids(_ review: TokenList, _ vocabulary: Vocabulary) -> ArraySlice<Int32> {
            var ids: [Int32] = []
            vocabulary.ids(of: review, into: &ids)
            return ids[...]
        }
        let words = reviews.map { ids($0, embedding.vocabulary) }
        guard let language else { return words.map { ConvolutionNetwork.Review(words: $0) } }
        let states = language.states.vectors(of: reviews.map { ids($0, language.vocabulary) }, threads: 1)
        return zip(words, states).map(ConvolutionNetwork.Review.init)
    }

    package func logits(_ reviews: ArraySlice<TokenList>) -> [Float] {
        read(reviews).flatMap { network.logits(of: $0) }
    }

    package func reading(in precision: Precision) throws -> ConvolutionClassifier {
        ConvolutionClassifier(
            embedding, try language?.reading(in: precision), network: network.reading(in: precision))
    }

    package func contributions(of review: TokenList, along direction: [Double]) -> [Double] {
        network.contributions(of: read([review])[0], along: direction)
    }

    package func unknownWords(in tokens: TokenList) -> UnknownWords? {
        embedding.vocabulary.unknownWords(in: tokens)
    }

    package func save(to file: inout TensorFileWriter) {
        file.add(network.parameters)
        embedding.save(to: &file)
        language?.save(to: &file)
    }

    package init(settings: Settings, classCount: Int, from file: TensorFile) throws {
        let network = settings.network
        guard network.classCount == classCount, NetworkConfiguration.widths.contains(network.units),
            (1...1000).contains(network.width)
        else { throw ModelsError.badModel(path: file.path, problem: "its settings do not fit \(classCount) labels") }
        let embedding = try RegionEmbedding(settings: settings.regions, from: file)
        let language = try settings.language.map { try LanguageReader($0, known: embedding.vocabulary, from: file) }
        let stateSize = language?.states.size ?? 0
        self.init(
            embedding, language,
            network: ConvolutionNetwork(
                network, regionVectors: embedding.vectors, stateSize: stateSize,
                parameters: try file.parameters(
                    ConvolutionNetwork.layout(network, embedding.vectors, stateSize: stateSize))))
    }
}
