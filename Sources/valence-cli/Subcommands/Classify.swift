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
        "zcat dump.xml.gz | valence classify - -m reviews.safetensors --output-format jsonl | head",
    ]

    static var groups: [OptionGroup<Classify>] {
        let model = OptionGroup<Classify>(
            title: "Model",
            options: [.text("model", "m", \.model, value: "MODEL", help: "the model file")])
        return [
            model, ClassifyOptions.group.lifted(\.classifying), ReadingOptions.group.lifted(\.reading),
            CommonOptions.group.lifted(\.common),
        ]
    }

    var files: [String] = []
    var common = CommonOptions()
    var reading = ReadingOptions()
    var classifying = ClassifyOptions(threads: availableThreads)
    var model = "model.safetensors"

    func run() throws -> ExitCode {
        _ = try inputs()
        return .done
    }
}
