import Foundation
import ValenceEvaluation
import ValenceNetworks
import ValenceText

/// A classifier with all that a prediction needs beside it: labels, text settings, calibration, and where it came from.
public struct TrainedModel: Sendable {
    package static let formatVersion = "1"

    package private(set) var classifier: any Classifier
    /// The classes, in the order of the logits.
    public let labels: [String]
    package let textSettings: TextSettings
    /// Logits are divided by it before the softmax (Guo et al. 2017, arXiv:1706.04599).
    public let temperature: Float
    public let provenance: Provenance
    /// The texts the model was made with; `nil` where it does not remember them, as in files of earlier versions.
    package let seenTexts: SeenTexts?
    /// What the model said of its validation reviews; `nil` where there were none, as in files of earlier versions.
    package let heldOut: Predictions?

    public var kind: ModelKind { type(of: classifier).kind }
    /// The model in the field's words.
    public var architecture: String { classifier.architecture }
    /// How many numbers the model learned.
    public var parameterCount: Int { classifier.parameterCount }
    /// Tokens of a review that the model sees; `nil` where it reads whole reviews.
    public var maximumLength: Int? { classifier.maximumLength }
    /// Its settings, for people to read.
    public var settingsInWords: [(name: String, value: String)] { classifier.settingsInWords }

    package init(
        classifier: any Classifier, labels: [String], textSettings: TextSettings, temperature: Float,
        provenance: Provenance, seenTexts: SeenTexts? = nil, heldOut: Predictions? = nil
    ) {
        precondition(
            labels.count == classifier.classCount, "\(labels.count) labels for \(classifier.classCount) classes")
        self.classifier = classifier
        self.labels = labels
        self.textSettings = textSettings
        self.temperature = temperature
        self.provenance = provenance
        self.seenTexts = seenTexts
        self.heldOut = heldOut
    }
}

extension TrainedModel {
    /// The model as a `.safetensors` file.
    /// - Throws: what `JSONEncoder` throws for settings that hold non-finite numbers.
    package func tensorFile() throws -> TensorFileWriter {
        var file = TensorFileWriter()
        file.metadata = [
            ("valence.format", Self.formatVersion),
            ("valence.kind", kind.rawValue),
            ("valence.architecture", architecture),
            ("valence.settings", try classifier.settingsJSON()),
            ("valence.labels", try MetadataJSON.text(labels)),
            ("valence.text", try MetadataJSON.text(textSettings)),
            ("valence.temperature", "\(temperature)"),
            ("valence.provenance", try MetadataJSON.text(provenance)),
        ]
        classifier.save(to: &file)
        if let heldOut { HeldOut.save(heldOut, to: &file) }
        seenTexts?.save(to: &file)
        return file
    }

    /// Opens a model file.
    /// - Parameter precision: of the numbers that a network's products multiply, `single` or `bfloat16`; single where nothing is
    ///   said, and everywhere in models without networks.
    /// - Throws: `ModelsError.noModel`, `ModelsError.badModel`; `ModelsError.badOption` where there is no such precision, or
    ///   not on this processor.
    public init(path: String, precision: String? = nil) throws {
        let precision = try Precision.chosen(precision)
        try self.init(file: try TensorFile(path: path))
        if let precision { self = try reading(in: precision) }
    }

    /// The same model, whose networks' products have a precision.
    /// - Throws: what the classifier throws.
    package func reading(in precision: Precision) throws -> TrainedModel {
        var model = self
        model.classifier = try classifier.reading(in: precision)
        return model
    }

    /// - Throws: `ModelsError.badModel` where something is missing or contradicts itself.
    package init(file: TensorFile) throws {
        func bad(_ problem: String) -> ModelsError { .badModel(path: file.path, problem: problem) }
        func text(_ key: String) throws -> String {
            guard let value = file.metadata["valence.\(key)"] else {
                throw bad("no 'valence.\(key)' in its metadata; expected a model that valence train wrote")
            }
            return value
        }
        func json<Value: Decodable>(_ key: String, _ type: Value.Type) throws -> Value {
            do {
                return try JSONDecoder().decode(type, from: Data(try text(key).utf8))
            } catch let error as ModelsError {
                throw error
            } catch {
                throw bad("'valence.\(key)' in its metadata is damaged")
            }
        }
        guard file.metadata["valence.kind"] != PretrainedEncoder.kind else {
            throw bad(
                "a language model, which has no labels; valence train --init \(file.path) starts from it, "
                    + "--language-model \(file.path) reads it")
        }
        guard file.metadata["valence.kind"] != WordVectors.kind else {
            throw bad("word vectors, which have no labels; valence train --vectors \(file.path) starts from them")
        }
        guard file.metadata["valence.kind"] != DocumentVectors.kind else {
            throw bad(
                "document vectors, which have no labels; valence train --document-vectors \(file.path) reads them")
        }
        guard file.metadata["valence.kind"] != RegionEmbedding.kind else {
            throw bad("region vectors, which have no labels; valence train --region-vectors \(file.path) reads them")
        }
        let version = try text("format")
        guard version == Self.formatVersion else {
            throw bad("its format version is \(version), expected \(Self.formatVersion); use the valence that wrote it")
        }
        guard let kind = ModelKind(rawValue: try text("kind")) else {
            throw bad("its kind '\(try text("kind"))' is not one of \(ModelKind.allWords)")
        }
        let labels = try json("labels", [String].self)
        guard labels.count >= 2, Set(labels).count == labels.count else { throw bad("its labels are \(labels)") }
        guard let temperature = Float(try text("temperature")), temperature.isFinite, temperature > 0 else {
            throw bad("its temperature is not a positive number")
        }
        let provenance = try json("provenance", Provenance.self)
        guard provenance.trainingStatistics?.isSound(labelCount: labels.count) ?? true else {
            throw bad("'valence.provenance' in its metadata is damaged")
        }
        func load<Kind: Classifier>(_ type: Kind.Type) throws -> any Classifier {
            try Kind(settings: try json("settings", Kind.Settings.self), classCount: labels.count, from: file)
        }
        self.init(
            classifier: try load(kind.classifierType), labels: labels,
            textSettings: try json("text", TextSettings.self), temperature: temperature,
            provenance: provenance, seenTexts: try SeenTexts(from: file),
            heldOut: try HeldOut.load(labels: labels, from: file))
    }
}
