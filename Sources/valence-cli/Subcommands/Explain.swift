import Valence

/// `valence explain`: which words moved a model's answers.
struct Explain: ReadingCommand {
    static let name = "explain"
    static let summary = "Say why: the words that moved a model's answer most, in each review."
    static let discussion = """
        A weight is what a word adds to the answer's log-odds, ln(p / (1 - p)) for two labels: above 0 it speaks for the \
        answer, below 0 against it. Bag of words, mean embedding and convolution are taken apart exactly, a recurrent \
        network by integrated gradients. --json writes one object a line; places are UTF-8 bytes of the text.
        """
    static let examples = [
        "valence explain new.csv -m reviews.safetensors --limit 5",
        "echo 'A lovely room, but noisy.' | valence explain - --no-header -m reviews.safetensors --json",
    ]

    static var groups: [OptionGroup<Explain>] {
        let explaining = OptionGroup<Explain>(
            title: "Explaining",
            options: [
                .text("model", "m", \.model, value: "MODEL", help: "the model file"),
                .whole("words", nil, \.words, value: "N", in: 1...100_000, help: "how many words are named"),
                .flag("json", nil, \.writesJSON, help: "write one JSON object a review"),
                .threads(\.threads),
            ])
        return [explaining, ReadingOptions.group.lifted(\.reading), CommonOptions.group.lifted(\.common)]
    }

    var files: [String] = []
    var common = CommonOptions()
    var reading = ReadingOptions()
    var model = "model.safetensors"
    var words = 10
    var writesJSON = false
    var threads = availableThreads

    func run() throws -> ExitCode {
        let files = try inputs()
        try OutputCheck.check(self, outputs: [("--rejects", reading.rejectsPath)], inputs: files + [model])
        let explainer = FileExplainer(try TrainedModel(path: model), threads: threads)
        Signals.deferStopping()
        try explainer.run(
            files, reading: readingOptions, isCancelled: { Signals.isStopping },
            onFinding: { if !common.isQuiet { StandardError.say($0) } },
            use: { review, explanation in
                let text =
                    writesJSON
                    ? try ExplanationText.json(review, explanation, words: words)
                    : ExplanationText.people(
                        review, explanation, words: words, inColour: StandardOutput.isTerminal)
                try StandardOutput.write(text)
            })
        return Signals.exitCode ?? .done
    }
}
