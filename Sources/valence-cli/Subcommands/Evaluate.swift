import Valence

/// `valence evaluate`: how far the answers of one or more models can be trusted.
struct Evaluate: ReadingCommand {
    static let name = "evaluate"
    static let aliases = ["test"]
    static let summary = "Report the accuracy of one or more models on labelled reviews."
    static let examples = [
        "valence evaluate test.csv -m reviews.safetensors --report report",
        "valence evaluate test.csv -m bow.safetensors -m bilstm.safetensors --fail-under accuracy=0.85",
        "valence evaluate test.csv -m reviews.safetensors --report report --slice-by product_type,country",
    ]

    static var groups: [OptionGroup<Evaluate>] {
        let results = OptionGroup<Evaluate>(
            title: "Results",
            options: [
                .text(
                    "title", nil, \.evaluating.title, value: "TEXT", help: "what heads the report (default: the files)"),
                .flag("json", nil, \.writesJSON, help: "write the evaluation as JSON to standard output"),
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

    func run() throws -> ExitCode {
        let files = try inputs()
        guard !evaluating.modelPaths.isEmpty else {
            throw UsageError("no model to evaluate; name one with --model", command: Self.name)
        }
        var options = evaluating
        options.overwrites = common.overwrites
        options.command = CallText.text(CommandLine.arguments, of: Self.self, without: Self.unrepeated)
        let run = EvaluationRun(files: files, reading: readingOptions, options: options)
        let line = ProgressLine(isShown: !common.isQuiet)
        defer { line.clear() }
        Signals.deferStopping()
        let result: EvaluationRun.Result
        do {
            result = try run.run(
                isCancelled: { Signals.isStopping },
                onFinding: { if !common.isQuiet { line.say($0) } },
                onProgress: { line.draw("evaluated: \(Figures.count($0, "review"))") })
        } catch is CancellationError {
            return Signals.exitCode ?? .internalError
        }
        line.clear()
        let text =
            writesJSON ? JSONRenderer.render(result.report) : TerminalRenderer.render(result.report, run: result.run)
        try StandardOutput.write(text)
        if let folder = options.reportFolder, !common.isQuiet { StandardError.say("report: \(folder)/index.html") }
        return check(result.report)
    }

    /// What says where results go and how fast they come, not what they are.
    private static let unrepeated = ["report", "force", "quiet", "verbose", "json", "threads", "run-info"]

    /// Says which checks were not met, also when quiet.
    private func check(_ report: Report) -> ExitCode {
        let missed = report.checks.filter { !$0.isMet }
        for check in missed {
            let value = check.value.map { String($0) } ?? Numbers.undefined
            StandardError.say("valence: \(check.model): \(check.metric) is \(value), below \(check.least)")
        }
        return missed.isEmpty ? .done : .gateNotMet
    }
}
