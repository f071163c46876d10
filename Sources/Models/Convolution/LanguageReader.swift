import ValenceNetworks
import ValenceText

/// A language model that is read and no longer changes: its states at the places of reviews.
struct LanguageReader: Sendable {
    let vocabulary: Vocabulary
    let states: LanguageStates

    /// What its tensors are called by where they stand in a model's file.
    private static let prefix = "language."

    var configuration: NetworkConfiguration { states.network.configuration }

    init(vocabulary: Vocabulary, states: LanguageStates) {
        self.vocabulary = vocabulary
        self.states = states
    }

    /// Opens what `valence pretrain` wrote.
    /// - Parameter textSettings: of the reviews that it is to read.
    /// - Throws: `ModelsError.noModel`, `ModelsError.badModel`.
    init(path: String, textSettings: TextSettings) throws {
        let file = try TensorFile(path: path)
        guard file.metadata["valence.kind"] == PretrainedEncoder.kind else {
            throw ModelsError.badModel(
                path: path,
                problem:
                    "holds no language model; expected a file that valence pretrain --objective language-model wrote")
        }
        try file.check(textSettings)
        try self.init(try file.json("settings", NetworkConfiguration.self), from: file, prefix: "")
    }

    /// Of a model's own file.
    /// - Throws: `ModelsError.badModel` where a tensor is missing or does not fit the settings.
    init(_ configuration: NetworkConfiguration, from file: TensorFile) throws {
        try self.init(configuration, from: file, prefix: Self.prefix)
    }

    private init(_ configuration: NetworkConfiguration, from file: TensorFile, prefix: String) throws {
        vocabulary = try file.vocabulary(prefix: prefix)
        guard vocabulary.count == configuration.vocabularySize else {
            throw ModelsError.badModel(
                path: file.path,
                problem: "\(vocabulary.count) words for an embedding of \(configuration.vocabularySize)")
        }
        do {
            try configuration.validate()
            let parameters = ParameterStore<Float>(configuration.layout)
            for slice in PretrainedEncoder.shared(parameters.layout) {
                parameters[slice.name] = try file.floats(prefix + slice.name, shape: slice.shape)
            }
            states = LanguageStates(try RecurrentNetwork(configuration, parameters: parameters))
        } catch let error as NetworksError {
            throw ModelsError.badModel(path: file.path, problem: "\(error)")
        }
    }

    func save(to file: inout TensorFileWriter) {
        let parameters = states.network.parameters
        for slice in PretrainedEncoder.shared(parameters.layout) {
            file.add(Self.prefix + slice.name, shape: slice.shape, parameters[slice.name])
        }
        file.add(vocabulary, prefix: Self.prefix)
    }
}
