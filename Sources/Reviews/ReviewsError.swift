/// What a user's files and options can do wrong, in words: place, what was found, what was expected, what to do.
public enum ReviewsError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A file or folder that is not there or may not be opened.
    case noInput(path: String, reason: String)
    /// Data that cannot be used: broken, hostile, empty, of an unknown format, without the named column.
    case badData(Place, problem: String)
    /// Options that contradict each other or the file.
    case badOption(String)
    /// An output that exists already, or cannot be made.
    case cannotCreate(path: String, reason: String)
    /// An output that failed while it was written.
    case cannotWrite(path: String, reason: String)
    /// An output that nobody reads any more: the end of a run, not a fault.
    case closedPipe

    public var description: String {
        switch self {
        case .noInput(let path, let reason): "\(path): \(reason)"
        case .badData(let place, let problem): "\(place): \(problem)"
        case .badOption(let problem): problem
        case .cannotCreate(let path, let reason), .cannotWrite(let path, let reason): "\(path): \(reason)"
        case .closedPipe: "the output was closed by its reader"
        }
    }
}
