import Valence

/// The tool: finds the command, lets it run, and turns what it throws into a message and an exit code.
enum Tool {
    static var version: String { valenceVersion }

    static var commands: [any Command.Type] {
        [
            Train.self, Pretrain.self, Classify.self, Evaluate.self, Explain.self, Audit.self, Inspect.self, Split.self,
            Info.self,
        ]
    }

    static func run(_ arguments: [String]) -> ExitCode {
        Signals.ignoreClosedPipes()
        do {
            return try dispatch(arguments)
        } catch {
            let code = ExitCode(error)
            if code != .done { StandardError.say("valence: \(error)") }
            return code
        }
    }

    private static func dispatch(_ arguments: [String]) throws -> ExitCode {
        guard let first = arguments.first else {
            StandardError.write(Help.tool())
            return .usage
        }
        switch first {
        case "--help", "-h":
            try StandardOutput.write(Help.tool())
        case "--version":
            try StandardOutput.write("valence \(version)\n")
        case "help":
            guard let name = arguments.dropFirst().first else {
                try StandardOutput.write(Help.tool())
                break
            }
            try StandardOutput.write(help(find(name)))
        default:
            return try run(find(first), Array(arguments.dropFirst()))
        }
        return .done
    }

    private static func find(_ name: String) throws -> any Command.Type {
        if let command = commands.first(where: { $0.name == name || $0.aliases.contains(name) }) { return command }
        if name.hasPrefix("-") {
            throw UsageError("the command comes first, found '\(name)'")
        }
        let names = commands.flatMap { [$0.name] + $0.aliases }
        let hint = nearest(name, among: names).map { "; did you mean '\($0)'?" } ?? ""
        throw UsageError("unknown command '\(name)'\(hint)")
    }

    private static func run<C: Command>(_ type: C.Type, _ arguments: [String]) throws -> ExitCode {
        switch try ArgumentParser<C>().parse(arguments) {
        case .run(let command): return try command.run()
        case .help: try StandardOutput.write(Help.command(type))
        case .version: try StandardOutput.write("valence \(version)\n")
        }
        return .done
    }

    private static func help<C: Command>(_ type: C.Type) -> String { Help.command(type) }
}
