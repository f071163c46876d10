/// What can keep a report from being written, in words.
public enum ReportsError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A file or folder that exists already, or cannot be made.
    case cannotCreate(path: String, reason: String)
    /// A file that failed while it was written.
    case cannotWrite(path: String, reason: String)

    public var description: String {
        switch self {
        case .cannotCreate(let path, let reason), .cannotWrite(let path, let reason): "\(path): \(reason)"
        }
    }
}
