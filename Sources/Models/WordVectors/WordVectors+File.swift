import Foundation
import ValenceNetworks
import ValenceText

/// Word vectors of our own, as `valence pretrain` writes them: a `.safetensors` file of "embedding.weight" [V, d] and the
/// vocabulary.
extension WordVectors {
    package static let kind = "word-vectors"

    /// The kinds of file that hold vectors and a vocabulary: a language model's are good for a start too.
    private static let kinds = [kind, PretrainedEncoder.kind]

    /// As a `.safetensors` file.
    /// - Parameter losses: what each epoch gave, a pair's mean loss.
    /// - Throws: what `JSONEncoder` throws.
    package static func tensorFile(
        _ model: SkipGram, vocabulary: Vocabulary, textSettings: TextSettings, losses: [Double]
    ) throws -> TensorFileWriter {
        var file = try TensorFileWriter(
            kind: kind, settings: model.settings, textSettings: textSettings, losses: losses)
        file.add(model.vectors)
        file.add(vocabulary)
        return file
    }

    /// Whether a file begins as a tensor file does: a header's length in 8 bytes, then a brace.
    static func isTensorFile(_ start: [UInt8]) -> Bool {
        start.count > 8 && start[5..<8].allSatisfy { $0 == 0 } && start[8] == UInt8(ascii: "{")
    }

    /// The vectors of the words in `wanted`.
    /// - Throws: `ModelsError.badModel` where it is not a file of vectors, or a damaged one.
    init(tensorFile path: String, wanted: Vocabulary) throws {
        let file = try TensorFile(path: path)
        guard let kind = file.metadata["valence.kind"], Self.kinds.contains(kind) else {
            throw ModelsError.badModel(
                path: path, problem: "holds no word vectors; expected a file that valence pretrain wrote")
        }
        let own = try file.vocabulary()
        let name = "embedding.weight"
        guard let shape = file.shape(of: name), shape.count == 2, shape[0] == own.count, shape[1] > 0 else {
            throw ModelsError.badModel(
                path: path, problem: "'\(name)' is not a table of a vector for each of \(own.count) words")
        }
        let (table, dimension) = (try file.floats(name, shape: shape), shape[1])
        guard table.allSatisfy(\.isFinite) else {
            throw ModelsError.badModel(path: path, problem: "'\(name)' holds numbers that are not finite")
        }
        var places = [Int32](repeating: -1, count: wanted.count)
        var values: [Float] = []
        for id in 1..<Int32(max(wanted.count, 1)) {
            let row = Int(own.id(of: wanted.word(id)))
            guard row != Vocabulary.unknown else { continue }
            places[Int(id)] = Int32(values.count / dimension)
            values += table[row * dimension..<(row + 1) * dimension]
        }
        self.init(path: path, dimension: dimension, places: places, values: values)
    }
}
