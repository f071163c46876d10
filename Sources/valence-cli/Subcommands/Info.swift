import Valence

/// `valence info`: what a model file holds.
struct Info: Command {
    static let name = "info"
    static let summary = "Say what a model file holds: architecture, labels, text settings, where it came from."
    static let operands = "MODEL…"
    static let examples = ["valence info reviews.safetensors"]

    static var groups: [OptionGroup<Info>] { [CommonOptions.group.lifted(\.common)] }

    var files: [String] = []
    var common = CommonOptions()

    func run() throws -> ExitCode {
        guard !files.isEmpty else { throw UsageError("no model; name a model file", command: Self.name) }
        return .done
    }
}
