import Foundation
import ValenceNetworks
import ValenceText

/// Vocabulary, embedding and encoder that learned elsewhere, where a classifier may start: from unlabelled text (a
/// language model), or from other labelled reviews (a recurrent classifier, whose output layer fits the same labels).
package struct PretrainedEncoder: Sendable {
    package static let kind = "language-model"

    package let configuration: NetworkConfiguration
    package let vocabulary: Vocabulary
    package let textSettings: TextSettings
    /// What each epoch gave: the mean −log p of a held-out token.
    package let heldOutLosses: [Double]
    /// Of a classifier; nil for a language model.
    private let labels: [String]?
    private let path: String?
    private let parameters: ParameterStore<Float>

    package init(
        network: RecurrentNetwork, vocabulary: Vocabulary, textSettings: TextSettings, heldOutLosses: [Double]
    ) {
        configuration = network.configuration
        parameters = network.parameters
        labels = nil
        path = nil
        self.vocabulary = vocabulary
        self.textSettings = textSettings
        self.heldOutLosses = heldOutLosses
    }

    /// Embedding and encoder as a network, whose output layer says nothing.
    /// - Throws: `NetworksError.badConfiguration`.
    func network() throws -> RecurrentNetwork {
        try RecurrentNetwork(configuration, parameters: parameters)
    }

    /// Whether a slice is of embedding or encoder, which every classifier takes over.
    private static func isShared(_ slice: ParameterLayout.Slice) -> Bool {
        slice.role == .embedding || slice.name.hasPrefix("encoder.")
    }

    /// Whether a classifier of these labels and this pooling also takes over what stands behind the encoder.
    private func answers(_ labels: [String], _ configuration: NetworkConfiguration) -> Bool {
        labels == self.labels && configuration.layout == self.configuration.layout
    }

    /// - Throws: `ModelsError.badOption` where a classifier was asked for that cannot start from this.
    func check(_ options: TrainingOptions) throws {
        let path = path ?? "--init"
        for (name, asked, own) in [
            ("--embedding-size", options.embeddingSize, configuration.embeddingSize),
            ("--hidden-size", options.hiddenSize, configuration.hiddenSize),
        ] {
            if let asked, asked != own {
                throw ModelsError.badOption("\(name) is \(asked), but \(path) has \(own); leave \(name) out")
            }
        }
        for (name, isAsked) in [
            ("--vectors", options.vectorsPath != nil), ("--vocabulary-size", options.vocabularySize != nil),
            ("--min-count", options.minimumCount != nil), ("--cell", options.cell != nil),
            ("--direction", options.direction != nil), ("--layers", options.layers != nil),
            // A convolution beside it may read one.
            ("--language-model", options.languageModelPath != nil && !options.trainedKinds.contains(.cnn)),
        ] where isAsked {
            throw ModelsError.badOption("\(name) cannot be set beside --init, which brings its own; leave \(name) out")
        }
    }

    /// Puts embedding and encoder into a classifier's network of the same sizes.
    /// - Parameter labels: the classifier's; where they are this one's own, the output layer is taken over too.
    package func start(_ network: RecurrentNetwork, labels: [String]) {
        let layout = parameters.layout
        let isWhole = answers(labels, network.configuration)
        for slice in layout.slices where isWhole || Self.isShared(slice) {
            network.parameters[slice.name] = parameters[slice.name]
        }
        network.parametersChanged()
    }

    /// As a `.safetensors` file.
    /// - Throws: what `JSONEncoder` throws.
    package func tensorFile() throws -> TensorFileWriter {
        var file = TensorFileWriter()
        file.metadata = [
            ("valence.format", TrainedModel.formatVersion), ("valence.kind", Self.kind),
            ("valence.settings", try MetadataJSON.text(configuration)),
            ("valence.text", try MetadataJSON.text(textSettings)),
            ("valence.losses", try MetadataJSON.text(heldOutLosses)),
        ]
        save(to: &file)
        return file
    }

    /// Adds embedding, encoder and vocabulary to a file being written.
    /// - Parameter prefix: what their names begin with there.
    func save(to file: inout TensorFileWriter, prefix: String = "") {
        file.add(parameters, prefix: prefix, where: Self.isShared)
        file.add(vocabulary, prefix: prefix)
    }

    /// - Throws: `ModelsError.noModel`, `ModelsError.badModel`.
    package init(path: String) throws {
        let file = try TensorFile(path: path)
        func bad(_ problem: String) -> ModelsError { .badModel(path: path, problem: problem) }
        switch file.metadata["valence.kind"] {
        case Self.kind:
            try self.init(languageModel: file)
        case RecurrentClassifier.kind.rawValue:
            try self.init(
                file.json("settings", RecurrentClassifier.Settings.self).network,
                labels: file.json("labels", [String].self), from: file)
        case WordVectors.kind:
            throw bad("word vectors, which a model starts from by --vectors")
        default:
            throw bad("neither a language model that valence pretrain wrote nor a BiLSTM; expected one of these")
        }
    }

    /// - Throws: `ModelsError.badModel` where something is missing or contradicts itself.
    init(languageModel file: TensorFile) throws {
        try self.init(
            file.json("settings", NetworkConfiguration.self), heldOutLosses: file.json("losses", [Double].self),
            from: file)
    }

    /// What `save` wrote, or a classifier.
    /// - Parameters:
    ///   - labels: of a classifier, whose output layer is read too; nil for a language model.
    ///   - known: a vocabulary that may be its own too, and then need not be built again.
    ///   - prefix: what the names of its tensors begin with.
    /// - Throws: `ModelsError.badModel` where a tensor is missing or does not fit the configuration.
    init(
        _ configuration: NetworkConfiguration, heldOutLosses: [Double] = [], labels: [String]? = nil,
        known: Vocabulary? = nil, from file: TensorFile, prefix: String = ""
    ) throws {
        path = file.path
        self.configuration = configuration
        self.heldOutLosses = heldOutLosses
        self.labels = labels
        textSettings = try file.json("text", TextSettings.self)
        vocabulary = try file.vocabulary(prefix: prefix, known: known)
        do {
            try configuration.validate()
        } catch let error as NetworksError {
            throw ModelsError.badModel(path: file.path, problem: "\(error)")
        }
        guard vocabulary.count == configuration.vocabularySize else {
            throw ModelsError.badModel(
                path: file.path,
                problem: "\(vocabulary.count) words for an embedding of \(configuration.vocabularySize)")
        }
        parameters = try file.parameters(configuration.layout, prefix: prefix) {
            labels != nil || Self.isShared($0)
        }
    }
}
