import Valence

/// `valence audit`: likely label errors in labelled files.
struct Audit: ReadingCommand {
    static let name = "audit"
    static let summary = "Find likely label errors: write labelled reviews with the suspicious ones first."
    static let discussion = """
        Every review is judged by a model that was trained on the other folds. Behind the input's columns stand \
        predicted_label, confidence, prob_given_label, rank (1 fits its label least), suspicious and status; records \
        that cannot be judged come last, and status says why.
        """
    static let examples = [
        "valence audit reviews.csv -o audited.csv",
        "valence audit reviews.csv --model-type ensemble --folds 10 -o audited.csv",
    ]

    static var groups: [OptionGroup<Audit>] {
        let output = OptionGroup<Audit>(
            title: "Output",
            options: [
                .text("output", "o", \.output, value: "FILE", help: "where the rows go; - is standard output"),
                .choice("output-format", nil, \.outputFormat, help: "what is written (default: the input's family)"),
            ])
        return [output] + TrainingOptions.groups.map { $0.lifted(\.training) } + [
            ReadingOptions.group.lifted(\.reading), CommonOptions.group.lifted(\.common),
        ]
    }

    var files: [String] = []
    var common = CommonOptions()
    var reading = ReadingOptions()
    var training = {
        var options = TrainingOptions(threads: availableThreads)
        options.kinds = [.bow]
        options.folds = 5
        return options
    }()
    var output = "-"
    var outputFormat: ClassifyOptions.OutputFormat?

    func run() throws -> ExitCode {
        let files = try inputs()
        try OutputCheck.check(
            self,
            outputs: [
                ("--output", output), ("--checkpoint", training.checkpointPath), ("--rejects", reading.rejectsPath),
            ], inputs: files)
        let run = AuditRun(
            files: files, reading: readingOptions, options: training, outputPath: output, outputFormat: outputFormat,
            overwrites: common.overwrites)
        let display = TrainingDisplay(common)
        Signals.deferStopping()
        defer { display.end() }
        do {
            let summary = try run.run(isCancelled: { Signals.isStopping }) { display.show($0) }
            display.end()
            if !common.isQuiet { StandardError.say(Self.text(summary)) }
        } catch is CancellationError {
            display.end()
            StandardError.say("valence: stopped before the end, no output was put in place")
            return Signals.exitCode ?? .internalError
        }
        return Signals.exitCode ?? .done
    }

    /// "1,000 records: 37 of 990 judged are suspicious; 10 could not be judged"
    private static func text(_ summary: AuditRun.Summary) -> String {
        var text = "\(Figures.count(summary.records, "record")): \(Figures.count(summary.suspicious)) of "
        text += "\(Figures.count(summary.judged)) judged are suspicious"
        let rest = summary.records - summary.judged
        if rest > 0 { text += "; \(Figures.count(rest)) could not be judged" }
        return text
    }
}
