import Foundation

/// A file, pipe or standard input, read in chunks by the system's own calls.
final class FileSource: ByteSource {
    static let chunkSize = 256 << 10

    private let path: String
    private let descriptor: Int32
    /// A regular file: reading it never waits for anyone.
    let isRegular: Bool

    /// - Parameter path: `-` for standard input.
    /// - Throws: `ReviewsError.noInput`.
    init(path: String) throws {
        self.path = path
        descriptor = path == "-" ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            let reason = errno == ENOENT ? "no such file or folder" : String(cString: strerror(errno))
            throw ReviewsError.noInput(path: path, reason: reason)
        }
        var status = stat()
        isRegular = fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
        guard status.st_mode & S_IFMT != S_IFDIR else {
            close(descriptor)
            throw ReviewsError.noInput(path: path, reason: "is a folder, expected a file")
        }
    }

    deinit { close(descriptor) }

    func read(into buffer: inout [UInt8]) throws -> Int {
        let before = buffer.count
        try buffer.append(addingCapacity: Self.chunkSize) { span in
            try span.withUnsafeMutableBufferPointer { chunk, filled in
                var count = Foundation.read(descriptor, chunk.baseAddress, Self.chunkSize)
                while count < 0, errno == EINTR {
                    count = Foundation.read(descriptor, chunk.baseAddress, Self.chunkSize)
                }
                guard count >= 0 else {
                    throw ReviewsError.noInput(path: path, reason: String(cString: strerror(errno)))
                }
                filled = count
            }
        }
        return buffer.count - before
    }
}

/// A source whose first bytes were looked at and are delivered again.
final class PeekedSource: ByteSource {
    private let source: any ByteSource
    /// Read, but not delivered yet.
    private(set) var ahead: [UInt8] = []

    init(_ source: any ByteSource) {
        self.source = source
    }

    /// Reads ahead until `count` bytes wait or the input ends; of a live input only until there is enough to tell its
    /// format by: the end of a line or of a tag.
    func peek(_ count: Int, isLive: Bool) throws {
        while ahead.count < count {
            if isLive, ahead.contains(where: Self.endsSomething) { return }
            if try source.read(into: &ahead) == 0 { return }
        }
    }

    private static func endsSomething(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") || byte == UInt8(ascii: ">")
    }

    func read(into buffer: inout [UInt8]) throws -> Int {
        guard !ahead.isEmpty else { return try source.read(into: &buffer) }
        let count = ahead.count
        buffer.append(contentsOf: ahead)
        ahead = []
        return count
    }
}
