import ValenceNetworks
import ValenceText

/// A convolution over words and region vectors, max pooling, a dense layer (Johnson & Zhang 2015, arXiv:1504.01255).
package struct ConvolutionClassifier: Classifier {
    package static let kind = ModelKind.cnn

    package struct Settings: Codable, Sendable, Equatable {
        package var network: ConvolutionNetwork.Settings
        package var regions: RegionVectors.Settings
    }

    package let settings: Settings
    let embedding: RegionEmbedding
    let network: ConvolutionNetwork

    init(_ embedding: RegionEmbedding, network: ConvolutionNetwork) {
        settings = Settings(network: network.settings, regions: embedding.vectors.settings)
        self.embedding = embedding
        self.network = network
    }

    package var classCount: Int { settings.network.classCount }
    package var parameterCount: Int { network.parameters.layout.count }

    package var architecture: String {
        "convolution over \(settings.network.width) words and regions of \(2 * settings.regions.radius + 1), "
            + "\(settings.network.units) units, max pooling"
    }

    package var settingsInWords: [(name: String, value: String)] {
        [
            ("vocabulary size", "\(embedding.vocabulary.count)"), ("units", "\(settings.network.units)"),
            ("words of a unit", "\(settings.network.width)"),
            ("words of a region", "\(2 * settings.regions.radius + 1)"),
            ("region vectors", "\(settings.regions.size) numbers"),
        ]
    }

    private func ids(of review: TokenList) -> [Int32] {
        var ids: [Int32] = []
        embedding.vocabulary.ids(of: review, into: &ids)
        return ids
    }

    package func logits(_ reviews: ArraySlice<TokenList>) -> [Float] {
        reviews.flatMap { network.logits(of: ids(of: $0)[...]) }
    }

    package func contributions(of review: TokenList, along direction: [Double]) -> [Double] {
        network.contributions(of: ids(of: review)[...], along: direction)
    }

    package func unknownWords(in tokens: TokenList) -> UnknownWords? {
        embedding.vocabulary.unknownWords(in: tokens)
    }

    package func save(to file: inout TensorFileWriter) {
        for slice in network.parameters.layout.slices {
            file.add(slice.name, shape: slice.shape, network.parameters[slice.name])
        }
        embedding.save(to: &file)
    }

    package init(settings: Settings, classCount: Int, from file: TensorFile) throws {
        let network = settings.network
        guard network.classCount == classCount, NetworkConfiguration.widths.contains(network.units),
            (1...1000).contains(network.width)
        else { throw ModelsError.badModel(path: file.path, problem: "its settings do not fit \(classCount) labels") }
        let embedding = try RegionEmbedding(settings: settings.regions, from: file)
        let parameters = ParameterStore<Float>(ConvolutionNetwork.layout(network, embedding.vectors))
        for slice in parameters.layout.slices {
            parameters[slice.name] = try file.floats(slice.name, shape: slice.shape)
        }
        self.init(
            embedding, network: ConvolutionNetwork(network, regionVectors: embedding.vectors, parameters: parameters))
    }
}
