import Foundation
import ValenceReviews

/// What a training run measured: a small file beside the model, whose own bytes depend on no clock.
public struct TrainingTimes: Codable, Sendable, Equatable {
    /// SHA-256 of the model file that the times belong to.
    public let modelSHA256: String
    /// ISO 8601.
    public let startedAt: String
    public let threadCount: Int
    /// From the texts in memory to the file; of a run that went on from a checkpoint, its epochs at least.
    public let trainingSeconds: Double
    /// Empty where the model does not learn in epochs.
    public let epochSeconds: [Double]

    package init(model bytes: [UInt8], started: Date, seconds: Double, epochs: [EpochSummary], threads: Int) {
        modelSHA256 = SHA256.digest(of: bytes)
        startedAt = started.ISO8601Format()
        threadCount = threads
        epochSeconds = epochs.map(\.elapsedSeconds)
        trainingSeconds = max(seconds, epochSeconds.reduce(0, +))
    }

    /// Of a model file; `nil` where nothing was measured, or where the file has been trained anew since.
    public init?(ofModelAt path: String) {
        guard let text = FileManager.default.contents(atPath: Self.path(ofModelAt: path)),
            let found = try? JSONDecoder().decode(Self.self, from: text),
            let model = FileManager.default.contents(atPath: path), SHA256.digest(of: model) == found.modelSHA256
        else { return nil }
        self = found
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
