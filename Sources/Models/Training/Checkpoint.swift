import Foundation
import ValenceNetworks
import ValenceReviews

/// A file that keeps the state of a training run behind its last whole epoch, so that a stopped run can go on and end
/// with the same bytes as one that was not stopped.
struct Checkpoint: Sendable {
    private static let kind = "checkpoint"

    let path: String
    /// What must be equal for a run to go on from here: settings and data.
    let identity: String

    /// - Parameter settings: all that shapes the run.
    /// - Parameter data: a number of all that it learns from.
    init(path: String, settings: some Encodable, data: UInt64) throws {
        self.path = path
        var digest = SHA256()
        digest.update(Array(try MetadataJSON.text(settings).utf8))
        digest.update(withUnsafeBytes(of: data.littleEndian, Array.init))
        identity = digest.finalize()
    }

    /// Of a classifier's training: all reviews, their labels or what a teacher says of them, and how they are split count too.
    /// - Parameter read: what the classifier reads of the reviews, or beside them.
    init(path: String, settings: some Encodable, read: [[Int32]], context: TrainingContext) throws {
        let corpus = context.corpus
        let numbers = [corpus.ends, context.split.training, context.split.validation]
        let taught = corpus.taught.sorted { $0.key < $1.key }.map { Self.bits($0.value) }
        try self.init(
            path: path, settings: Shape(settings: settings, classWeights: context.classWeights, seed: context.seed),
            data: Self.digest(read + [corpus.tokens, corpus.labels] + numbers.map { $0.map { Int32($0) } } + taught))
    }

    private struct Shape<Settings: Encodable>: Encodable {
        let settings: Settings
        let classWeights: [Float]?
        let seed: UInt64
    }

    /// - Throws: `ModelsError.badOption` where the options contradict each other, or an earlier run's state would be lost.
    static func check(path: String?, resumes: Bool, overwrites: Bool) throws {
        guard let path else {
            guard resumes else { return }
            throw ModelsError.badOption("--resume expects --checkpoint FILE, which says where to go on from")
        }
        if !resumes, !overwrites, FileManager.default.fileExists(atPath: path) {
            throw ModelsError.badOption(
                "--checkpoint \(path): exists already; add --resume to go on from it, or --force to start anew")
        }
    }

    /// Replaces the file; a stop in between leaves the older one.
    /// - Throws: `ReviewsError.cannotCreate` where it cannot be written.
    func save(_ state: some Encodable, _ stores: [(name: String, store: ParameterStore<Float>)]) throws {
        var file = TensorFileWriter()
        file.metadata = [
            ("valence.format", TrainedModel.formatVersion), ("valence.kind", Self.kind),
            ("valence.identity", identity), ("valence.state", try MetadataJSON.text(state)),
        ]
        for (name, store) in stores { file.add(name, shape: [store.flat.columns], store.flat) }
        let output = try AtomicOutput(path: path, overwrites: true)
        try file.write(output.append)
        try output.commit()
    }

    /// Takes the state back.
    /// - Parameter stores: filled from the file.
    /// - Returns: nil where there is no such file.
    /// - Throws: `ModelsError.badModel` where the file is no checkpoint, or one of another run.
    func load<State: Decodable>(
        _ type: State.Type, into stores: [(name: String, store: ParameterStore<Float>)]
    ) throws -> State? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        let file = try TensorFile(path: path)
        guard file.metadata["valence.kind"] == Self.kind, let text = file.metadata["valence.state"],
            let state = try? JSONDecoder().decode(type, from: Data(text.utf8))
        else { throw ModelsError.badModel(path: path, problem: "not a checkpoint of this kind of training") }
        guard file.metadata["valence.identity"] == identity else {
            throw ModelsError.badModel(
                path: path,
                problem:
                    "the checkpoint of a run with other settings or reviews; give it the same ones, or leave --resume out"
            )
        }
        for (name, store) in stores { try file.copy(name, shape: [store.flat.columns], into: store.flat) }
        return state
    }

    /// What is said of a run that goes on.
    func goingOn(behind epoch: Int) -> TrainingEvent { .note("going on behind epoch \(epoch), as \(path) has it") }

    /// Numbers as `digest` takes them.
    static func bits(_ values: [Float]) -> [Int32] { values.map { Int32(bitPattern: $0.bitPattern) } }

    /// One number for much data (FNV-1a, a word at a time).
    static func digest(_ parts: [[Int32]]) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        func add(_ value: UInt64) { hash = (hash ^ value) &* 0x100_0000_01B3 }
        for part in parts {
            add(UInt64(part.count))
            for value in part { add(UInt64(UInt32(bitPattern: value))) }
        }
        return hash
    }
}
