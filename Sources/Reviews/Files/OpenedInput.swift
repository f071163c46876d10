import Foundation

/// An input opened for reading: unpacked and in UTF-8, whatever it was on disk.
package struct OpenedInput {
    /// As the user gave it; `-` is standard input.
    package let path: String
    /// UTF-8 without a byte order mark; still delivers the sample.
    package let source: any ByteSource
    /// By iconv's name: "UTF-8", "UTF-16LE", "WINDOWS-1252" …
    package let encoding: String
    package let isCompressed: Bool
    /// The first MiB as UTF-8; of a pipe only what came first, so that nobody waits.
    package let sample: [UInt8]
    /// The sample is all there is.
    package let isWholeInput: Bool
    private let repairing: any RepairingSource

    /// Characters read so far that the encoding does not allow, now U+FFFD.
    package var repairCount: Int { repairing.repairCount }

    private static let sampleSize = 1 << 20

    /// Whether what stands under a path is there a second time: a file or a folder, no pipe.
    package static func canBeReadAgain(_ path: String) -> Bool {
        var status = stat()
        guard path != "-", stat(path, &status) == 0 else { return false }
        return [S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT)
    }

    /// - Parameter encoding: a name that iconv knows, or `auto`.
    /// - Throws: `ReviewsError.noInput`, `ReviewsError.badData` (damaged gzip), `ReviewsError.badOption` (encoding).
    package static func open(path: String, encoding: String = "auto") throws -> OpenedInput {
        let file = try FileSource(path: path)
        let isLive = !file.isRegular
        let packed = PeekedSource(file)
        try packed.peek(2, isLive: false)
        let isCompressed = GzipSource.isGzip(packed.ahead)
        let raw = PeekedSource(isCompressed ? try GzipSource(packed, path: path) : packed)
        try raw.peek(sampleSize, isLive: isLive)
        return try make(raw, path: path, encoding: encoding, isCompressed: isCompressed, isLive: isLive)
    }

    private static func make(
        _ raw: PeekedSource, path: String, encoding: String, isCompressed: Bool, isLive: Bool
    ) throws -> OpenedInput {
        let head = raw.ahead
        let isWhole = !isLive && head.count < sampleSize
        let (name, markLength) =
            encoding.lowercased() == "auto"
            ? TextEncoding.find(head, isWhole: isWhole)
            : (encoding, TextEncoding.markLength(head, encoding: encoding))
        let body = SkippingSource(raw, count: markLength)
        let isUTF8 = ["UTF-8", "UTF8", "ASCII", "US-ASCII"].contains(name.uppercased())
        let repairing: any RepairingSource =
            isUTF8 ? UTF8Source(body) : try TranscodingSource(body, encoding: name)
        let text = PeekedSource(repairing)
        try text.peek(sampleSize, isLive: isLive)
        return OpenedInput(
            path: path, source: text, encoding: isUTF8 ? "UTF-8" : name, isCompressed: isCompressed,
            sample: Array(text.ahead.prefix(sampleSize)), isWholeInput: isWhole, repairing: repairing)
    }
}

/// A source without its first bytes.
private final class SkippingSource: ByteSource {
    private let source: any ByteSource
    private var left: Int

    init(_ source: any ByteSource, count: Int) {
        self.source = source
        left = count
    }

    func read(into buffer: inout [UInt8]) throws -> Int {
        guard left > 0 else { return try source.read(into: &buffer) }
        var chunk: [UInt8] = []
        while chunk.count <= left {
            if try source.read(into: &chunk) == 0 { break }
        }
        let rest = chunk.dropFirst(left)
        left = 0
        buffer.append(contentsOf: rest)
        return rest.count
    }
}
