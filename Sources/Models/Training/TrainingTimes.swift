import Foundation
import ValenceReviews

/// What a training run measured: a small file beside the model, whose own bytes depend on no clock.
public struct TrainingTimes: Codable, Sendable, Equatable {
    /// SHA-256 of where the model that the times belong to came from.
    public let provenanceSHA256: String
    /// ISO 8601.
    public let startedAt: String
    public let threadCount: Int
    /// From the texts in memory to the file; of a run that went on from a checkpoint, its epochs at least.
    public let trainingSeconds: Double
    /// Empty where the model does not learn in epochs.
    public let epochSeconds: [Double]

    package init(
        of model: TrainedModel, started: Date, seconds: Double, epochs: [EpochSummary], threads: Int
    ) throws {
        provenanceSHA256 = try Self.digest(of: model)
        startedAt = started.ISO8601Format()
        threadCount = threads
        epochSeconds = epochs.map(\.elapsedSeconds)
        trainingSeconds = max(seconds, epochSeconds.reduce(0, +))
    }

    /// Of a model and its file; `nil` where nothing was measured, or where they stand beside another model.
    public init?(of model: TrainedModel, at path: String) {
        guard let text = FileManager.default.contents(atPath: Self.path(ofModelAt: path)),
            let found = try? JSONDecoder().decode(Self.self, from: text),
            found.provenanceSHA256 == (try? Self.digest(of: model))
        else { return nil }
        self = found
    }

    private static func digest(of model: TrainedModel) throws -> String {
        SHA256.digest(of: try MetadataJSON.text(model.provenance).utf8)
    }

    /// `model.safetensors` has its times in `model.run.json`.
    package static func path(ofModelAt path: String) -> String {
        let ending = ".safetensors"
        return (path.hasSuffix(ending) ? String(path.dropLast(ending.count)) : path) + ".run.json"
    }

    /// Writes them beside the model.
    /// - Throws: `ReviewsError` where that file cannot be written.
    package func save(besideModelAt path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        let output = try AtomicOutput(path: Self.path(ofModelAt: path), overwrites: true)
        try output.append(encoder.encode(self) + [UInt8(ascii: "\n")])
        try output.commit()
    }
}
