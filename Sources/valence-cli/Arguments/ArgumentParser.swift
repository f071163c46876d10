/// Reads a command's arguments by its option tables: `--name value`, `--name=value`, `-n value`, `-nvalue`, `-qv`.
///
/// Options and files may stand in any order; `--` ends the options, `-` alone is standard input.
struct ArgumentParser<Target: Command> {
    /// What the arguments ask for.
    enum Outcome {
        case run(Target)
        case help
        case version
    }

    private let options = Target.options

    func parse(_ arguments: [String]) throws -> Outcome {
        var assignments: [(option: Option<Target>, value: String, given: String)] = []
        var files: [String] = []
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            if argument == "--" {
                files += rest
                break
            }
            if argument == "--help" || argument == "-h" { return .help }
            if argument == "--version" { return .version }
            if argument.hasPrefix("--") {
                assignments.append(try long(argument, &rest))
            } else if argument.hasPrefix("-"), argument != "-" {
                assignments += try shorts(argument, &rest)
            } else {
                files.append(argument)
            }
        }
        var target = Target()
        if let config = assignments.last(where: { $0.option.long == "config" }) {
            // Values that add up on the command line replace the file's, like any other.
            let replaced = assignments.map(\.option).filter(\.addsUp).map(\.long)
            let config = ConfigFile(path: config.value, command: Target.name)
            try config.apply(to: &target, options: options, without: replaced)
        }
        for (option, value, given) in assignments { try set(option, value, given, &target) }
        if !files.isEmpty { target.files = files }
        return .run(target)
    }

    private func long(_ argument: String, _ rest: inout ArraySlice<String>) throws -> (Option<Target>, String, String) {
        let body = argument.dropFirst(2)
        let name = String(body.prefix { $0 != "=" })
        let inline = body.firstIndex(of: "=").map { String(body[body.index(after: $0)...]) }
        guard let option = options.first(where: { $0.long == name }) else { throw unknown("--" + name) }
        if option.isFlag {
            if let inline { throw usage("--\(name) takes no value, found '\(inline)'") }
            return (option, "", "--" + name)
        }
        return (option, try inline ?? value(of: "--" + name, option, &rest), "--" + name)
    }

    private func shorts(
        _ argument: String, _ rest: inout ArraySlice<String>
    ) throws -> [(Option<Target>, String, String)] {
        var found: [(Option<Target>, String, String)] = []
        var letters = argument.dropFirst()
        while let letter = letters.popFirst() {
            guard let option = options.first(where: { $0.short == letter }) else { throw unknown("-\(letter)") }
            if option.isFlag {
                found.append((option, "", "-\(letter)"))
                continue
            }
            let value = letters.isEmpty ? try value(of: "-\(letter)", option, &rest) : String(letters)
            found.append((option, value, "-\(letter)"))
            break
        }
        return found
    }

    private func value(of name: String, _ option: Option<Target>, _ rest: inout ArraySlice<String>) throws -> String {
        let expected = option.valueName ?? "VALUE"
        guard let next = rest.popFirst() else { throw usage("\(name) needs a value: \(name) \(expected)") }
        if next.hasPrefix("--") {
            throw usage("\(name) needs a value, found '\(next)'; write \(name)=\(next) if that is the value")
        }
        return next
    }

    private func set(_ option: Option<Target>, _ value: String, _ given: String, _ target: inout Target) throws {
        do {
            try option.assign(&target, value)
        } catch let error as ValueError {
            throw usage("\(given) expects \(error.expected), found '\(value)'")
        }
    }

    private func unknown(_ name: String) -> UsageError {
        let names =
            options.flatMap { ["--" + $0.long] + ($0.short.map { ["-\($0)"] } ?? []) } + ["--help", "--version"]
        let hint = nearest(name, among: names).map { "; did you mean '\($0)'?" } ?? ""
        return usage("unknown option '\(name)'\(hint)")
    }

    private func usage(_ problem: String) -> UsageError { UsageError(problem, command: Target.name) }
}
