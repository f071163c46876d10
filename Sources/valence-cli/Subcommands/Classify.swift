import Valence

/// `valence classify`: labels a file of reviews.
struct Classify: ReadingCommand {
    static let name = "classify"
    static let aliases = ["predict"]
    static let summary = "Label reviews with a trained model, one row out for every record in."
    static let discussion = """
        All input columns are kept; behind them stand predicted_label, confidence, prob_<label> for every label, \
        and status, which says why a record could not be classified.
        """
    static let examples = [
        "valence classify new.csv -m reviews.safetensors -o labelled.csv",
        "valence classify dump.csv -m reviews.safetensors -o labelled.csv --summary summary --by product",
        "zcat dump.xml.gz | valence classify - -m reviews.safetensors --output-format jsonl | head",
    ]

    static var groups: [OptionGroup<Classify>] {
        let model = OptionGroup<Classify>(
            title: "Model",
            options: [
                .text("model", "m", \.model, value: "MODEL", help: "the model file"), .precision(\.precision),
            ])
        let summary = OptionGroup<Classify>(
            title: "Summary",
            options: [
                .text(
                    "summary", nil, \.summaryFolder, value: "FOLDER",
                    help: "write a page there that adds up the answers: shares, over time, by group, typical words"),
                .text("by", nil, \.groupColumn, value: "COLUMN", help: "tell its values apart, such as products"),
                .text(
                    "date-column", nil, \.dateColumn, value: "COLUMN",
                    help: "the column of dates (found by its name if not given)"),
                .flag(
                    "no-examples", nil, \.includesExamples, to: false, help: "keep review texts out of the page"),
            ])
        return [
            model, ClassifyOptions.group.lifted(\.classifying), summary, ReadingOptions.group.lifted(\.reading),
            CommonOptions.group.lifted(\.common),
        ]
    }

    var files: [String] = []
    var common = CommonOptions()
    var reading = ReadingOptions()
    var classifying = ClassifyOptions(threads: availableThreads)
    var model = "model.safetensors"
    var precision: String?
    var summaryFolder: String?
    var groupColumn: String?
    var dateColumn: String?
    var includesExamples = true

    func run() throws -> ExitCode {
        let files = try inputs()
        // The input itself may be labelled in place: every column and row is kept.
        let inPlace = files.contains(classifying.outputPath)
        try OutputCheck.check(
            self, outputs: [("--output", classifying.outputPath), ("--rejects", reading.rejectsPath)],
            inputs: inPlace ? [model] : files + [model])
        try OutputCheck.check(self, outputs: [("--rejects", reading.rejectsPath)], inputs: files)
        var options = classifying
        options.overwrites = common.overwrites
        let model = try TrainedModel(path: model, precision: precision)
        let line = ProgressLine(isShown: !common.isQuiet)
        defer { line.clear() }
        Signals.deferStopping()
        let summary = try classify(files, model, options, line)
        line.clear()
        if !common.isQuiet { StandardError.say(Self.text(summary)) }
        if common.isVerbose { StandardError.say(Self.text(summary.seconds)) }
        return Signals.exitCode ?? .done
    }

    private func classify(
        _ files: [String], _ model: TrainedModel, _ options: ClassifyOptions, _ line: ProgressLine
    ) throws -> ClassifySummary {
        let onFinding: (String) -> Void = { if !common.isQuiet { line.say($0) } }
        let onProgress: (Int) -> Void = { line.draw("classified: \(Figures.count($0, "record"))") }
        guard let summaryFolder else {
            if groupColumn != nil || dateColumn != nil {
                throw UsageError("--by and --date-column are for the page of --summary FOLDER", command: Self.name)
            }
            return try FileClassifier(model, options: options).run(
                files, reading: readingOptions, isCancelled: { Signals.isStopping }, onFinding: onFinding,
                onProgress: onProgress)
        }
        var run = SummaryRun(model, options: options, folder: summaryFolder)
        run.groupColumn = groupColumn
        run.dateColumn = dateColumn
        run.includesExamples = includesExamples
        let summary = try run.run(
            files, reading: readingOptions, isCancelled: { Signals.isStopping }, onFinding: onFinding,
            onProgress: onProgress)
        if !summary.wasCancelled, !common.isQuiet { line.say("summary: \(summaryFolder)/index.html") }
        return summary
    }

    /// "busy, in seconds of one core: reading 0.12 (3 %), tokenising …"
    private static func text(_ seconds: StageSeconds) -> String {
        let total = max(seconds.stages.reduce(0) { $0 + $1.seconds }, 1e-9)
        let stages = seconds.stages.map { name, busy in
            "\(name) \(Figures.seconds(busy)) (\(Int((100 * busy / total).rounded())) %)"
        }
        return "busy, in seconds of one core: " + stages.joined(separator: ", ")
    }

    /// "1,000 records: negative 480, positive 510; 10 without text"
    private static func text(_ summary: ClassifySummary) -> String {
        var text = "\(Figures.count(summary.records, "record")): "
        text += summary.labelCounts.map { "\($0.label) \(Figures.count($0.count))" }.joined(separator: ", ")
        if summary.unsure > 0 { text += "; \(Figures.count(summary.unsure)) of them left to review" }
        if summary.empty > 0 { text += "; \(Figures.count(summary.empty)) without text" }
        if summary.rejected > 0 { text += "; \(Figures.count(summary.rejected)) rejected" }
        if let first = summary.firstRejection { text += ", the first at \(first)" }
        if summary.wasCancelled { text += "; stopped before the end, no output was put in place" }
        return text
    }
}
