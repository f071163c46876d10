import Foundation
import ValenceReviews

/// Bytes handed out in chunks of a chosen size, so that every boundary is met.
final class ChunkedSource: ByteSource {
    private let bytes: [UInt8]
    private let chunk: Int
    private var position = 0

    init(_ bytes: [UInt8], chunk: Int = 1 << 18) {
        self.bytes = bytes
        self.chunk = chunk
    }

    convenience init(_ text: String, chunk: Int = 1 << 18) {
        self.init(Array(text.utf8), chunk: chunk)
    }

    func read(into buffer: inout [UInt8]) -> Int {
        let count = min(chunk, bytes.count - position)
        buffer.append(contentsOf: bytes[position..<position + count])
        position += count
        return count
    }
}

/// The data sets beside the repository; tests that need one say so and pass where it is absent.
enum SharedData {
    static let folder: URL? = {
        if let path = ProcessInfo.processInfo.environment["VALENCE_SHARED"] {
            return URL(fileURLWithPath: path).appendingPathComponent("datasets")
        }
        var here = URL(fileURLWithPath: #filePath)
        while here.path != "/" {
            here.deleteLastPathComponent()
            let candidate = here.appendingPathComponent("shared/datasets")
            if FileManager.default.fileExists(atPath: candidate.path) { return candidate }
        }
        return nil
    }()

    static var isHere: Bool { folder != nil }

    static func path(_ name: String) -> String {
        folder?.appendingPathComponent(name).path ?? name
    }

    static func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: path(name))))
    }
}

/// A folder of its own for one test.
func temporaryFolder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("valence-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
}
