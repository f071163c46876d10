import Foundation

/// Settings kept in a JSON file: keys are option names without their dashes, and `files` for the inputs.
///
/// The file is either one flat object or, for a run of several commands, an object of such objects named after the
/// commands (`{"train": {…}, "evaluate": {…}}`), of which each command takes its own.
struct ConfigFile {
    let path: String
    let command: String

    /// Sets what the file says, but for the options named in `replaced`.
    func apply<Target: Command>(
        to target: inout Target, options: [Option<Target>], without replaced: [String]
    ) throws {
        let settings = try section(of: load())
        for (key, value) in settings.sorted(by: { $0.key < $1.key }) {
            if key == "files" {
                guard let texts = value.texts else {
                    throw rejected(value, key: key, expected: "a path or a list of paths")
                }
                target.files = texts
                continue
            }
            guard key != "config", let option = options.first(where: { $0.long == key }) else {
                let hint =
                    nearest(key, among: options.map(\.long).filter { $0 != "config" }).map { "; did you mean '\($0)'?" }
                    ?? ""
                throw problem("unknown key '\(key)' for '\(command)'\(hint)")
            }
            if !replaced.contains(key) { try assign(value, to: option, of: &target) }
        }
    }

    private func load() throws -> [String: Setting] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw problem("no such config file, or it may not be read")
        }
        guard let settings = try? JSONDecoder().decode([String: Setting].self, from: data) else {
            throw problem("not a JSON object of option names and values")
        }
        return settings
    }

    private func section(of settings: [String: Setting]) throws -> [String: Setting] {
        let names = Tool.commands.map { $0.name }
        let isSectioned = names.contains { if case .object = settings[$0] { true } else { false } }
        guard isSectioned else { return settings }
        for key in settings.keys.sorted() where !names.contains(key) {
            throw problem("unknown section '\(key)'; expected \(names.joined(separator: ", "))")
        }
        guard case .object(let own) = settings[command] else { return [:] }
        return own
    }

    private func assign<Target>(_ value: Setting, to option: Option<Target>, of target: inout Target) throws {
        if option.isFlag {
            guard case .flag(let isOn) = value else {
                throw rejected(value, key: option.long, expected: "true or false")
            }
            if isOn { try option.assign(&target, "") }
            return
        }
        guard let texts = value.texts else {
            throw rejected(value, key: option.long, expected: "text, a number or a list of them")
        }
        do {
            for text in option.addsUp ? texts : [texts.joined(separator: ",")] { try option.assign(&target, text) }
        } catch let error as ValueError {
            throw rejected(value, key: option.long, expected: error.expected)
        }
    }

    private func rejected(_ value: Setting, key: String, expected: String) -> ConfigError {
        problem("'\(key)' expects \(expected), found \(value)")
    }

    private func problem(_ text: String) -> ConfigError { ConfigError(path: path, problem: text) }
}

/// One value of a config file.
enum Setting: Decodable, CustomStringConvertible {
    case flag(Bool)
    case whole(Int)
    case number(Double)
    case text(String)
    case list([Setting])
    case object([String: Setting])
    case null

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let flag = try? container.decode(Bool.self) {
            self = .flag(flag)
        } else if let whole = try? container.decode(Int.self) {
            self = .whole(whole)
        } else if let number = try? container.decode(Double.self) {
            self = .number(number)
        } else if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let list = try? container.decode([Setting].self) {
            self = .list(list)
        } else {
            self = .object(try container.decode([String: Setting].self))
        }
    }

    /// The value as it would stand on the command line; `nil` for what cannot stand there.
    var texts: [String]? {
        switch self {
        case .whole(let whole): return [String(whole)]
        case .number(let number): return [String(number)]
        case .text(let text): return [text]
        case .list(let list):
            let texts = list.compactMap(\.texts)
            return texts.count == list.count ? texts.flatMap(\.self) : nil
        case .flag, .object, .null: return nil
        }
    }

    var description: String {
        switch self {
        case .flag(let flag): String(flag)
        case .whole(let whole): String(whole)
        case .number(let number): String(number)
        case .text(let text): "'\(text)'"
        case .list: "a list"
        case .object: "an object"
        case .null: "null"
        }
    }
}
