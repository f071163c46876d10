import Foundation

/// An output that is never half written: bytes go to a temporary file beside the target, which takes the target's place
/// when all is there. Pipes, devices and standard output are written directly.
package final class AtomicOutput {
    /// As the user gave it; `-` is standard output.
    package let path: String
    let descriptor: Int32
    /// What the temporary file becomes, behind links; `nil` where the output is written directly.
    private let target: String?
    private let temporary: String
    var buffer: [UInt8] = []
    private var isOpen = true
    /// Whether it is a file, which can have others beside it.
    package var isFile: Bool { target != nil }
    var name: String { path == "-" ? "standard output" : path }

    static let bufferSize = 256 << 10

    /// - Throws: `ReviewsError.cannotCreate` where the output exists already (without `overwrites`) or cannot be made.
    package init(path: String, overwrites: Bool) throws {
        self.path = path
        var status = stat()
        let exists = path != "-" && stat(path, &status) == 0
        let isRegular = !exists || status.st_mode & S_IFMT == S_IFREG
        if exists, status.st_mode & S_IFMT == S_IFDIR {
            throw ReviewsError.cannotCreate(path: path, reason: "is a folder, expected the name of a file")
        }
        if exists, isRegular, !overwrites {
            throw ReviewsError.cannotCreate(path: path, reason: "exists already; add --force to overwrite it")
        }
        if path == "-" || !isRegular {
            target = nil
            temporary = ""
            descriptor = path == "-" ? dup(STDOUT_FILENO) : open(path, O_WRONLY | O_CLOEXEC)
        } else {
            let real = try Self.behindLinks(path)
            target = real
            temporary = "\(real).\(getpid()).partial"
            descriptor = open(
                temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, exists ? status.st_mode & 0o777 : 0o666)
        }
        guard descriptor >= 0 else {
            throw ReviewsError.cannotCreate(
                path: path, reason: "cannot be written: \(String(cString: strerror(errno)))")
        }
        buffer.reserveCapacity(Self.bufferSize)
    }

    deinit { abandon() }

    /// What a chain of links ends in, also where nothing stands there yet.
    private static func behindLinks(_ path: String) throws -> String {
        var real = path
        // As many as the system itself follows.
        for _ in 0..<40 {
            guard let next = try? FileManager.default.destinationOfSymbolicLink(atPath: real) else { return real }
            let folder = real.lastIndex(of: "/").map { String(real[...$0]) } ?? ""
            real = next.hasPrefix("/") ? next : folder + next
        }
        throw ReviewsError.cannotCreate(path: path, reason: "is a link that leads back to itself; name another file")
    }

    /// Everything is written: the file takes its place.
    /// - Throws: as `append`.
    package func commit() throws {
        guard isOpen else { return }
        try flush()
        if let target {
            guard fsync(descriptor) == 0, rename(temporary, target) == 0 else {
                throw ReviewsError.cannotWrite(
                    path: name, reason: "writing failed: \(String(cString: strerror(errno)))")
            }
        }
        isOpen = false
        close(descriptor)
    }

    /// Leaves the target as it was.
    package func abandon() {
        guard isOpen else { return }
        isOpen = false
        close(descriptor)
        if target != nil { unlink(temporary) }
    }
}
