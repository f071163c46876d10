import Valence

/// `valence evaluate`: how far the answers of one or more models can be trusted.
struct Evaluate: ReadingCommand {
    static let name = "evaluate"
    static let aliases = ["test"]
    static let summary = "Report the accuracy of one or more models on labelled reviews."
    static let examples = [
        "valence evaluate test.csv -m reviews.safetensors --report report",
        "valence evaluate test.csv -m bow.safetensors -m bilstm.safetensors --fail-under accuracy=0.85",
    ]

    static var groups: [OptionGroup<Evaluate>] {
        let results = OptionGroup<Evaluate>(
            title: "Results",
            options: [
                .flag("json", nil, \.writesJSON, help: "write the evaluation as JSON to standard output"),
                Option(
                    long: "fail-under", short: nil, valueName: "METRIC=VALUE",
                    help: "end with exit code 3 where a model's metric is below the value", shown: { _ in nil },
                    assign: { $0.gates.append(try Gate($1)) }, addsUp: true),
            ])
        return [
            EvaluateOptions.group.lifted(\.evaluating), results, ReadingOptions.group.lifted(\.reading),
            CommonOptions.group.lifted(\.common),
        ]
    }

    var files: [String] = []
    var common = CommonOptions()
    var reading = ReadingOptions()
    var evaluating = EvaluateOptions(modelPaths: [], threads: availableThreads)
    var writesJSON = false
    var gates: [Gate] = []

    func run() throws -> ExitCode {
        _ = try inputs()
        return .done
    }
}
