import Foundation
import ValenceNetworks
import ValenceText

/// Region vectors and the words they are made of; learned from text without labels.
package struct RegionEmbedding: Sendable {
    package static let kind = "region-vectors"

    package let vocabulary: Vocabulary
    package let vectors: RegionVectors

    init(vocabulary: Vocabulary, vectors: RegionVectors) {
        precondition(
            vocabulary.count == vectors.words.rows, "\(vocabulary.count) words, \(vectors.words.rows) vectors")
        self.vocabulary = vocabulary
        self.vectors = vectors
    }

    package func save(to file: inout TensorFileWriter) {
        file.add("regions.words", shape: vectors.words.shape, vectors.words)
        file.add("regions.bias", shape: [vectors.settings.size], vectors.bias)
        file.add(vocabulary)
    }

    /// - Throws: `ModelsError.badModel` where a tensor is missing or does not fit the settings.
    package init(settings: RegionVectors.Settings, from file: TensorFile) throws {
        guard NetworkConfiguration.widths.contains(settings.size), (0...1000).contains(settings.radius) else {
            throw ModelsError.badModel(path: file.path, problem: "its region vectors' settings are damaged")
        }
        let vocabulary = try file.vocabulary()
        let words = Matrix<Float>(vocabulary.count, settings.size, cleared: false)
        try file.copy("regions.words", shape: words.shape, into: words)
        let bias = Matrix<Float>(1, settings.size, cleared: false)
        try file.copy("regions.bias", shape: [settings.size], into: bias)
        self.init(
            vocabulary: vocabulary, vectors: RegionVectors(words: words, bias: bias, settings: settings))
    }
}

extension RegionEmbedding {
    /// As a `.safetensors` file.
    /// - Parameter losses: what each epoch gave, a neighbour's mean loss.
    /// - Throws: what `JSONEncoder` throws.
    package func tensorFile(textSettings: TextSettings, losses: [Double]) throws -> TensorFileWriter {
        var file = try TensorFileWriter(
            kind: Self.kind, settings: vectors.settings, textSettings: textSettings, losses: losses)
        save(to: &file)
        return file
    }

    /// Opens what `valence pretrain --objective regions` wrote.
    /// - Parameter textSettings: of the reviews that it is to read.
    /// - Throws: `ModelsError.noModel`, `ModelsError.badModel`.
    package init(path: String, textSettings: TextSettings) throws {
        let file = try TensorFile(path: path)
        guard file.metadata["valence.kind"] == Self.kind else {
            throw ModelsError.badModel(
                path: path,
                problem: "holds no region vectors; expected a file that valence pretrain --objective regions wrote")
        }
        try file.check(textSettings)
        try self.init(settings: try file.json("settings", RegionVectors.Settings.self), from: file)
    }
}
