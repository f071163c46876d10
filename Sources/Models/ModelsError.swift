/// What can go wrong with models and their training, in words: place, what was found, what was expected, what to do.
public enum ModelsError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A model file that is not there or may not be opened.
    case noModel(path: String, reason: String)
    /// A file that is no model, a damaged one, or one of another version.
    case badModel(path: String, problem: String)
    /// Labelled reviews that cannot train a model: none, one class only, too few.
    case badTrainingData(String)
    /// Settings that contradict each other.
    case badOption(String)
    /// Training that cannot go on: every step gives non-finite numbers.
    case diverged(String)
    /// The promise of a row for every record is broken: a fault of Valence itself.
    case lostRows(read: Int, written: Int)

    public var description: String {
        switch self {
        case .noModel(let path, let problem), .badModel(let path, let problem): "\(path): \(problem)"
        case .badTrainingData(let problem), .badOption(let problem), .diverged(let problem): problem
        case .lostRows(let read, let written):
            "read \(read) records, but wrote \(written) rows; the output is kept back: please report this"
        }
    }
}
