import Foundation
import ValenceText

extension TensorFile {
    /// A value that stands as JSON in the metadata.
    /// - Throws: `ModelsError.badModel` where it is missing or something else.
    func json<Value: Decodable>(_ key: String, _ type: Value.Type) throws -> Value {
        guard let text = metadata["valence.\(key)"],
            let value = try? JSONDecoder().decode(type, from: Data(text.utf8))
        else {
            throw ModelsError.badModel(path: path, problem: "'valence.\(key)' in its metadata is missing or damaged")
        }
        return value
    }

    /// - Throws: `ModelsError.badModel` where what was learned before from text was learned from words cut otherwise.
    func check(_ textSettings: TextSettings) throws {
        guard try json("text", TextSettings.self) == textSettings else {
            throw ModelsError.badModel(
                path: path,
                problem: "learned by an earlier version, which cut texts into words differently; pretrain anew")
        }
    }
}

extension TensorFileWriter {
    /// The file of what was learned from texts without labels, still without tensors.
    /// - Parameter losses: what each epoch gave.
    /// - Throws: what `JSONEncoder` throws.
    init(kind: String, settings: some Encodable, textSettings: TextSettings, losses: [Double]) throws {
        self.init()
        metadata = [
            ("valence.format", TrainedModel.formatVersion), ("valence.kind", kind),
            ("valence.settings", try MetadataJSON.text(settings)),
            ("valence.text", try MetadataJSON.text(textSettings)),
            ("valence.losses", try MetadataJSON.text(losses)),
        ]
    }
}
