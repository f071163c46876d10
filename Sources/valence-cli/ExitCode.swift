import Valence

/// The exit codes, after BSD's `sysexits.h` where it has one.
enum ExitCode: Int32 {
    case done = 0
    case internalError = 1
    /// A `--fail-under` gate was not met.
    case gateNotMet = 3
    case usage = 64
    case badData = 65
    case noInput = 66
    case cannotCreate = 73
    case cannotWrite = 74
    case badConfiguration = 78
    /// SIGINT, after what was learned had been saved.
    case interrupted = 130
    /// SIGTERM, likewise.
    case terminated = 143
}

extension ExitCode {
    /// The one place that says which error ends the tool with which code.
    init(_ error: any Error) {
        switch error {
        case is UsageError: self = .usage
        case is ConfigError: self = .badConfiguration
        case let error as OutputError: self = error == .closed ? .done : .cannotWrite
        case let error as ReviewsError: self.init(error)
        case let error as ModelsError: self.init(error)
        default: self = .internalError
        }
    }

    private init(_ error: ReviewsError) {
        switch error {
        // Nothing is wrong: whoever read our output has seen enough.
        case .closedPipe: self = .done
        case .noInput: self = .noInput
        case .badData: self = .badData
        case .badOption: self = .usage
        case .cannotCreate: self = .cannotCreate
        case .cannotWrite: self = .cannotWrite
        }
    }

    private init(_ error: ModelsError) {
        switch error {
        case .noModel: self = .noInput
        case .badModel, .badTrainingData: self = .badData
        case .badOption: self = .usage
        case .diverged, .lostRows: self = .internalError
        }
    }
}
