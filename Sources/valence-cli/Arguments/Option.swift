/// One option, declared once: its names, its help and how it sets a value. Parsing, help and config files all read this.
struct Option<Target> {
    /// The name behind `--`, in kebab case; also the key in a config file.
    let long: String
    /// The letter behind `-`, for the few that have one.
    let short: Character?
    /// What stands for the value in the help; `nil` for a flag, which takes none.
    let valueName: String?
    let help: String
    /// The value that holds when the option is not given, for the help; `nil` where there is nothing to say.
    let shown: (Target) -> String?
    /// Sets the option; a flag is given an empty string.
    let assign: (inout Target, String) throws -> Void
    /// Given several times, the values add up; otherwise the last one holds.
    var addsUp = false

    var isFlag: Bool { valueName == nil }

    /// The same option for a value that holds `Target` as one of its parts.
    func lifted<Outer>(_ path: WritableKeyPath<Outer, Target>) -> Option<Outer> {
        Option<Outer>(
            long: long, short: short, valueName: valueName, help: help,
            shown: { shown($0[keyPath: path]) },
            assign: { try assign(&$0[keyPath: path], $1) }, addsUp: addsUp)
    }
}

/// Options that belong together, under one heading of the help.
struct OptionGroup<Target> {
    let title: String
    let options: [Option<Target>]

    func lifted<Outer>(_ path: WritableKeyPath<Outer, Target>) -> OptionGroup<Outer> {
        OptionGroup<Outer>(title: title, options: options.map { $0.lifted(path) })
    }
}

/// A value that an option cannot take: what it expects, in words that follow "expects".
struct ValueError: Error {
    let expected: String
}
