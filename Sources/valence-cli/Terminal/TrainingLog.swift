import Foundation
import Synchronization
import Valence

/// A training run as JSON Lines, one event a line, written as it happens so that another program can follow it.
final class TrainingLog: Sendable {
    private struct Entry<Body: Encodable>: Encodable {
        var event: String
        var body: Body

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(event, forKey: .event)
            try body.encode(to: encoder)
        }

        enum Key: String, CodingKey { case event }
    }

    private struct Message: Encodable { var message: String }
    private struct Saved: Encodable {
        var kind: ModelKind
        var path: String
        var byteCount: Int
    }

    private let path: String
    private let descriptor: Int32
    private let problem = Mutex<Int32?>(nil)

    /// - Throws: `ReviewsError.cannotCreate` where the file exists and may not be overwritten, or cannot be made.
    init(path: String, overwrites: Bool) throws {
        self.path = path
        descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | (overwrites ? O_TRUNC : O_EXCL), 0o666)
        guard descriptor >= 0 else {
            let reason =
                errno == EEXIST
                ? "exists already; add --force to overwrite it"
                : "cannot be written: \(String(cString: strerror(errno)))"
            throw ReviewsError.cannotCreate(path: path, reason: reason)
        }
    }

    deinit {
        close(descriptor)
    }

    func record(_ event: TrainingEvent) {
        switch event {
        // Many a second, and of no use once they are past.
        case .reading, .progress: break
        case .note(let message): write("note", Message(message: message))
        case .warning(let message): write("warning", Message(message: message))
        case .started(let start): write("started", start)
        case .epochEnded(let summary): write("epoch", summary)
        case .modelSaved(let kind, let path, let byteCount):
            write("saved", Saved(kind: kind, path: path, byteCount: byteCount))
        }
    }

    /// - Throws: `ReviewsError.cannotWrite` if a line was lost: a log that looks whole must be whole.
    func finish() throws {
        guard let problem = problem.withLock(\.self) else { return }
        throw ReviewsError.cannotWrite(path: path, reason: String(cString: strerror(problem)))
    }

    private func write(_ event: String, _ body: some Encodable) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(Entry(event: event, body: body)) else { return }
        problem.withLock { problem in
            if problem == nil { problem = Descriptor.write(Array(data) + [0x0A], to: descriptor) }
        }
    }
}
