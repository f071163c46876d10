import Foundation

/// A small file that is either wholly there or not at all: written under a temporary name in the same folder, synced, then
/// renamed over the target that a link points to.
enum AtomicFile {
    static func write(_ content: String, to path: String) throws {
        let target = URL(filePath: path).resolvingSymlinksInPath().path(percentEncoded: false)
        let temporary = "\(target).\(getpid()).part"
        guard let file = fopen(temporary, "wbx") else { throw failure(path) }
        var whole = content
        let written = whole.withUTF8 { bytes in
            bytes.isEmpty || fwrite(bytes.baseAddress, 1, bytes.count, file) == bytes.count
        }
        let synced = written && fflush(file) == 0 && fsync(fileno(file)) == 0
        let reason = lastReason()
        guard fclose(file) == 0, synced else {
            unlink(temporary)
            throw ReportsError.cannotWrite(path: path, reason: reason)
        }
        guard rename(temporary, target) == 0 else {
            let error = failure(path)
            unlink(temporary)
            throw error
        }
    }

    private static func failure(_ path: String) -> ReportsError {
        .cannotCreate(path: path, reason: lastReason())
    }

    private static func lastReason() -> String {
        "cannot be written: " + String(cString: strerror(errno)).lowercased()
    }
}
