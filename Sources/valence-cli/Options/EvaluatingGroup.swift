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
                    long: "slice-by", short: nil, valueName: "COLUMN[,…]",
                    help: "judge the reviews of each value of these columns apart; may be given several times",
                    shown: { _ in nil }, assign: { $0.sliceColumns += try names($1) }, addsUp: true),
                Option(
                    long: "fail-under", short: nil, valueName: "METRIC=VALUE",
                    help: "end with exit code 3 where a model's metric is below the value", shown: { _ in nil },
                    assign: { $0.gates.append(try Gate($1)) }, addsUp: true),
                Option(
                    long: "no-examples", short: nil, valueName: nil, help: "keep review texts out of the report",
                    shown: { _ in nil }, assign: { options, _ in options.includesExamples = false }),
                .flag(
                    "run-info", nil, \.showsRun,
                    help: "show measured times and the machine on the page, not only in run.json"),
                .precision(\.precision), .threads(\.threads),
            ])
    }

    private static func names(_ text: String) throws -> [String] {
        let names = text.split(separator: ",").map(String.init)
        guard !names.isEmpty else { throw ValueError(expected: "one or more columns, parted by commas") }
        return names
    }
}
