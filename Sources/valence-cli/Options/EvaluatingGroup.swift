import Valence

/// What `evaluate` can be asked for, beside how its files are read.
extension EvaluateOptions {
    static var group: OptionGroup<EvaluateOptions> {
        OptionGroup(
            title: "Evaluating",
            options: [
                Option(
                    long: "model", short: "m", valueName: "MODEL",
                    help: "the model; given several times, the models are compared", shown: { _ in nil },
                    assign: { $0.modelPaths.append(try nonEmpty($1)) }, addsUp: true),
                .text(
                    "report", nil, \.reportFolder, value: "FOLDER",
                    help: "write the report there: one HTML page, Markdown and JSON"),
                Option(
                    long: "no-examples", short: nil, valueName: nil, help: "keep review texts out of the report",
                    shown: { _ in nil }, assign: { options, _ in options.includesExamples = false }),
                .threads(\.threads),
            ])
    }
}
