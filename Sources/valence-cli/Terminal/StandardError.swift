import Foundation

/// Standard error, which carries everything that is not data. A message that cannot be written is lost: no one listens.
enum StandardError {
    /// Whether someone watches, so that a line may be drawn over.
    static let isTerminal = isatty(STDERR_FILENO) == 1

    static func say(_ line: String) {
        write(line + "\n")
    }

    static func write(_ text: String) {
        _ = Descriptor.write(Array(text.utf8), to: STDERR_FILENO)
    }
}
