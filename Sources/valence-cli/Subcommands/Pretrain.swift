import Valence

/// `valence pretrain`: learns from text without labels.
struct Pretrain: ReadingCommand {
    static let name = "pretrain"
    static let summary = "Learn from reviews without labels what train starts from."
    static let discussion = """
        A language model reads the texts in both directions and learns to foretell each word; labels are not looked at. \
        The BiLSTM and the convolution then read its states, or the BiLSTM starts with its words and its encoder. \
        With --objective skip-gram it learns word vectors alone, in minutes, which the BiLSTM and the mean embedding can \
        start from; with --objective documents what gives every review a vector, which the bag of words can read beside its \
        n-grams; with --objective regions what gives every place of a review a vector of the words around it, which the \
        convolution reads.
        """
    static let examples = [
        "valence pretrain unlabelled.csv train.csv -o language.safetensors",
        "valence train train.csv --language-model language.safetensors",
        "valence pretrain unlabelled.csv train.csv --objective skip-gram -o vectors.safetensors",
        "valence train train.csv --vectors vectors.safetensors",
        "valence pretrain unlabelled.csv train.csv --objective documents -o documents.safetensors",
        "valence train train.csv --document-vectors documents.safetensors --model-type bow",
        "valence pretrain unlabelled.csv train.csv --objective regions -o regions.safetensors",
        "valence train train.csv --region-vectors regions.safetensors --model-type cnn",
    ]

    static var groups: [OptionGroup<Pretrain>] {
        let output = OptionGroup<Pretrain>(
            title: "Output",
            options: [
                .text(
                    "output", "o", \.output, value: "FILE",
                    help:
                        "what was learned; language.safetensors, vectors.safetensors, documents.safetensors or regions.safetensors when not given"
                )
            ])
        return [output, PretrainingOptions.group.lifted(\.pretraining)] + [
            ReadingOptions.group.lifted(\.reading), CommonOptions.group.lifted(\.common),
        ]
    }

    var files: [String] = []
    var common = CommonOptions()
    var reading = ReadingOptions()
    var pretraining = PretrainingOptions(threads: availableThreads)
    var output: String?

    func run() throws -> ExitCode {
        let output =
            switch pretraining.objective {
            case .languageModel: output ?? "language.safetensors"
            case .skipGram: output ?? "vectors.safetensors"
            case .documents: output ?? "documents.safetensors"
            case .regions: output ?? "regions.safetensors"
            }
        try OutputCheck.check(
            self,
            outputs: [
                ("--output", output), ("--checkpoint", pretraining.checkpointPath), ("--rejects", reading.rejectsPath),
            ], inputs: try inputs())
        let run = PretrainingRun(
            files: try inputs(), reading: readingOptions, options: pretraining, outputPath: output,
            overwrites: common.overwrites)
        let display = TrainingDisplay(common)
        Signals.deferStopping()
        defer { display.end() }
        do {
            try run.run(isCancelled: { Signals.isStopping }) { display.show($0) }
        } catch is CancellationError {
            display.end()
            StandardError.say("valence: stopped before there was anything to save")
            return Signals.exitCode ?? .internalError
        }
        return Signals.exitCode ?? .done
    }
}
