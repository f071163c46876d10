import Valence

/// One command of the tool: its words for the help, its options, and what it does.
protocol Command {
    static var name: String { get }
    static var aliases: [String] { get }
    /// One line for the list of commands.
    static var summary: String { get }
    /// What follows the options: "FILE…".
    static var operands: String { get }
    /// A sentence or two more, for the command's own help.
    static var discussion: String { get }
    /// Calls a reader can copy.
    static var examples: [String] { get }
    static var groups: [OptionGroup<Self>] { get }

    init()
    /// What stood on the command line beside the options.
    var files: [String] { get set }
    var common: CommonOptions { get set }
    /// - Returns: the exit code.
    func run() throws -> ExitCode
}

extension Command {
    static var aliases: [String] { [] }
    static var operands: String { "FILE…" }
    static var discussion: String { "" }

    static var options: [Option<Self>] { groups.flatMap(\.options) }

    /// The inputs, of which there must be one at least.
    func inputs() throws -> [String] {
        guard !files.isEmpty else {
            throw UsageError("no input; name one or more files or folders, or - for standard input", command: Self.name)
        }
        return files
    }
}

/// A command that reads reviews.
protocol ReadingCommand: Command {
    var reading: ReadingOptions { get set }
}

extension ReadingCommand {
    /// How inputs are read, with what holds for every output.
    var readingOptions: ReadingOptions {
        var options = reading
        options.overwrites = common.overwrites
        return options
    }
}
