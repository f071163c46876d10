import Foundation

/// What can go wrong with standard output.
enum OutputError: Error, Equatable, CustomStringConvertible {
    /// Whoever read our output has gone; nothing is wrong on our side.
    case closed
    case failed(String)

    var description: String {
        switch self {
        case .closed: "standard output was closed"
        case .failed(let reason): "standard output: \(reason)"
        }
    }
}

/// Standard output, which carries data only.
enum StandardOutput {
    /// Whether someone looks at it, so that colours are welcome.
    static let isTerminal = isatty(STDOUT_FILENO) == 1

    static func write(_ text: String) throws {
        try write(Array(text.utf8))
    }

    static func write(_ bytes: [UInt8]) throws {
        guard let problem = Descriptor.write(bytes, to: STDOUT_FILENO) else { return }
        throw problem == EPIPE ? OutputError.closed : .failed(String(cString: strerror(problem)))
    }
}

/// Plain writes to an open descriptor.
enum Descriptor {
    /// Writes all of `bytes`.
    /// - Returns: the `errno` that stopped it, if any did.
    static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if count >= 0 {
                written += count
            } else if errno != EINTR {
                return errno
            }
        }
        return nil
    }
}
