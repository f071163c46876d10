import ValenceNetworks
import ValenceText

/// A language model that is read and no longer changes: its states at the places of reviews.
struct LanguageReader: Sendable {
    private let encoder: PretrainedEncoder
    let states: LanguageStates

    /// What its tensors' names begin with in a model's file.
    private static let prefix = "language."

    var vocabulary: Vocabulary { encoder.vocabulary }
    var configuration: NetworkConfiguration { encoder.configuration }
    /// [V, E], a row after the other.
    var embedding: [Float] { states.network.parameters["embedding.weight"] }

    /// What a classifier's settings say of the model that it reads; nothing where there is none.
    static func inWords(_ configuration: NetworkConfiguration?) -> [(name: String, value: String)] {
        configuration.map { [("language model", "\($0.stateSize) states")] } ?? []
    }

    /// - Throws: `NetworksError.badConfiguration`.
    init(_ encoder: PretrainedEncoder) throws {
        self.init(encoder, LanguageStates(try encoder.network()))
    }

    private init(_ encoder: PretrainedEncoder, _ states: LanguageStates) {
        self.encoder = encoder
        self.states = states
    }

    /// The same model, whose states are formed by products of a precision.
    func reading(in precision: Precision) throws -> LanguageReader {
        LanguageReader(encoder, try states.reading(in: precision))
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
        try self.init(PretrainedEncoder(languageModel: file))
    }

    /// Of the BiLSTM in a file, which reads it; nil where it reads none.
    /// - Throws: as `init(_:known:from:)`.
    init?(ofClassifierAt path: String) throws {
        let file = try TensorFile(path: path)
        guard file.metadata["valence.kind"] == RecurrentClassifier.kind.rawValue,
            let configuration = try file.json("settings", RecurrentClassifier.Settings.self).language
        else { return nil }
        try self.init(configuration, from: file)
    }

    /// Of a model's own file.
    /// - Parameter known: the model's words, which may be the language model's too.
    /// - Throws: `ModelsError.badModel` where a tensor is missing or does not fit the settings.
    init(_ configuration: NetworkConfiguration, known: Vocabulary? = nil, from file: TensorFile) throws {
        try self.init(PretrainedEncoder(configuration, known: known, from: file, prefix: Self.prefix))
    }

    func save(to file: inout TensorFileWriter) { encoder.save(to: &file, prefix: Self.prefix) }
}
