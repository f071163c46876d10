/// A command line that cannot be understood, and where to read how it should be.
struct UsageError: Error, CustomStringConvertible {
    let problem: String
    let command: String?

    init(_ problem: String, command: String? = nil) {
        self.problem = problem
        self.command = command
    }

    var description: String {
        "\(problem)\nTry 'valence \(command.map { $0 + " " } ?? "")--help'."
    }
}

/// A config file that cannot be read or holds what it should not.
struct ConfigError: Error, CustomStringConvertible {
    let path: String
    let problem: String

    var description: String { "\(path): \(problem)" }
}
