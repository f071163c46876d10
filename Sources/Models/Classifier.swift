import ValenceNetworks
import ValenceText

/// The kinds of model, by the words of the command line.
public enum ModelKind: String, Codable, Sendable, CaseIterable {
    case bilstm, bow, embedding, cnn, ensemble
}

/// A trained model: tokens in, one logit a class out.
///
/// Calibration, labels and text settings stand beside it in `TrainedModel`; a classifier knows only its own tensors.
package protocol Classifier: Sendable {
    static var kind: ModelKind { get }
    /// The model's own settings, kept as JSON in the model file.
    associatedtype Settings: Codable & Sendable
    var settings: Settings { get }
    var classCount: Int { get }
    /// What the model is, in the field's words: "GRU, one direction, max and mean pooling".
    var architecture: String { get }

    /// Tokens of a review that the model sees; `nil` where it reads whole reviews.
    var maximumLength: Int? { get }
    /// How many numbers the model learned.
    var parameterCount: Int { get }
    /// The settings that a reader of a report may want to know, by their names on the command line.
    var settingsInWords: [(name: String, value: String)] { get }

    /// Logits of shape [reviews.count, classCount], row-major. A row depends on its own review alone, to the bit.
    func logits(_ reviews: ArraySlice<TokenList>) -> [Float]

    /// The same model, whose networks' products have a precision; itself where it has none.
    func reading(in precision: Precision) throws -> Self

    /// What each token of a review adds to Σ_k direction_k · logit_k.
    func contributions(of review: TokenList, along direction: [Double]) -> [Double]
    /// The weight that attention pooling gives to each token; `nil` where there is none.
    func attention(of review: TokenList) -> [Double]?

    /// How many words of a review the model does not know; `nil` where it has no vocabulary.
    func unknownWords(in tokens: TokenList) -> UnknownWords?

    /// Adds the model's tensors to a file being written.
    func save(to file: inout TensorFileWriter)
    /// - Throws: `ModelsError.badModel` where a tensor is missing or has another shape than the settings say.
    init(settings: Settings, classCount: Int, from file: TensorFile) throws
}

extension Classifier {
    package var maximumLength: Int? { nil }
    package func reading(in precision: Precision) throws -> Self { self }
    package func attention(of review: TokenList) -> [Double]? { nil }

    /// The settings as they stand in a model file.
    /// - Throws: what `JSONEncoder` throws for settings that hold non-finite numbers.
    func settingsJSON() throws -> String {
        try MetadataJSON.text(settings)
    }
}
