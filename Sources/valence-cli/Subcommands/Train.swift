import Valence

/// `valence train`: learns from labelled files.
struct Train: ReadingCommand {
    static let name = "train"
    static let summary = "Learn from labelled reviews and write a model file."
    static let discussion = """
        Ctrl-C ends the training early and keeps the best state so far; a second Ctrl-C ends at once. \
        With --model-type all the models are named after the output: model.bow.safetensors and so on.
        """
    static let examples = [
        "valence train reviews.csv -o reviews.safetensors",
        "valence train train.csv.gz --label-map stars-binary --model-type all --validation 0.1",
    ]

    static var groups: [OptionGroup<Train>] {
        let output = OptionGroup<Train>(
            title: "Output",
            options: [
                .text("output", "o", \.output, value: "MODEL", help: "the model file"),
                .text("log", nil, \.log, value: "FILE", help: "write the run's events as JSON Lines"),
            ])
        return [output] + TrainingOptions.groups.map { $0.lifted(\.training) } + [
            ReadingOptions.group.lifted(\.reading), CommonOptions.group.lifted(\.common),
        ]
    }

    var files: [String] = []
    var common = CommonOptions()
    var reading = ReadingOptions()
    var training = TrainingOptions(threads: availableThreads)
    var output = "model.safetensors"
    var log: String?

    func run() throws -> ExitCode {
        try OutputCheck.check(
            self,
            outputs: [
                ("--output", output), ("--log", log), ("--checkpoint", training.checkpointPath),
                ("--rejects", reading.rejectsPath),
            ],
            inputs: try inputs())
        let run = TrainingRun(
            files: try inputs(), reading: readingOptions, options: training, outputPath: output,
            overwrites: common.overwrites)
        let log = try log.map { try TrainingLog(path: $0, overwrites: common.overwrites) }
        let display = TrainingDisplay(common)
        Signals.deferStopping()
        defer { display.end() }
        let outcomes: [TrainingRun.Outcome]
        do {
            outcomes = try run.run(isCancelled: { Signals.isStopping }) { event in
                display.show(event)
                log?.record(event)
            }
        } catch is CancellationError {
            display.end()
            StandardError.say("valence: stopped before there was anything to save")
            return Signals.exitCode ?? .internalError
        }
        display.end()
        try log?.finish()
        let folds = outcomes.compactMap(\.crossValidation)
        if !folds.isEmpty { try StandardOutput.write(Comparison.table(folds)) }
        if outcomes.count > 1 { try StandardOutput.write(Comparison.table(outcomes)) }
        return Signals.exitCode ?? .done
    }
}
