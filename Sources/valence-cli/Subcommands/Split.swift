import Foundation
import Valence

/// `valence split`: parts labelled files into a training and a test file.
struct Split: ReadingCommand {
    static let name = "split"
    static let summary = "Part labelled files into a training and a test file."
    static let discussion = """
        Stratified by label and seeded; all copies of one text come out on one side. Rows keep their columns, order and \
        format (XML and folders become CSV). Without names the outputs stand beside the first input: \
        reviews-train.csv and reviews-test.csv.
        """
    static let examples = [
        "valence split reviews.csv",
        "valence split dump.xml.gz --fraction 0.1 --train-output train.csv --test-output test.csv",
    ]

    static var groups: [OptionGroup<Split>] {
        let splitting = OptionGroup<Split>(
            title: "Splitting",
            options: [
                .number(
                    "fraction", nil, \.fraction, value: "P", in: 0.000_001...0.999_999,
                    help: "the share of the records that goes to the test file"),
                .text("train-output", nil, \.trainOutput, value: "FILE", help: "the training file"),
                .text("test-output", nil, \.testOutput, value: "FILE", help: "the test file"),
                .seed(\.seed, help: "which records go where: the same seed, the same split"),
            ])
        return [splitting, ReadingOptions.group.lifted(\.reading), CommonOptions.group.lifted(\.common)]
    }

    var files: [String] = []
    var common = CommonOptions()
    var reading = ReadingOptions()
    var fraction = 0.2
    var trainOutput: String?
    var testOutput: String?
    var seed: UInt64 = 1

    func run() throws -> ExitCode {
        let files = try inputs()
        let training = trainOutput ?? Self.beside(files[0], "train")
        let heldOut = testOutput ?? Self.beside(files[0], "test")
        try OutputCheck.check(
            self,
            outputs: [
                ("--train-output", training), ("--test-output", heldOut), ("--rejects", reading.rejectsPath),
            ], inputs: files)
        let splitter = FileSplitter(options: readingOptions, fraction: fraction, seed: seed)
        let result = try splitter.split(
            files, training: training, heldOut: heldOut)
        guard !common.isQuiet else { return .done }
        if common.isVerbose { result.findings.forEach(StandardError.say) }
        result.tally.sentences.forEach(StandardError.say)
        for side in [result.training, result.heldOut] { StandardError.say(Self.text(side)) }
        return .done
    }

    /// "train.csv: 800 records (negative 400, positive 400)"
    private static func text(_ side: FileSplitter.Result.Side) -> String {
        let labels = side.labels.map { "\($0.label) \(Figures.count($0.count))" }.joined(separator: ", ")
        return "\(side.path): \(Figures.count(side.records, "record")) (\(labels))"
    }

    /// "reviews.csv.gz" and "train" make "reviews-train.csv"; what is no table becomes one.
    private static func beside(_ path: String, _ side: String) -> String {
        var url = URL(fileURLWithPath: path)
        if url.pathExtension == "gz" { url.deletePathExtension() }
        let ending = ["csv", "tsv", "jsonl"].contains(url.pathExtension) ? url.pathExtension : "csv"
        let stem = url.deletingPathExtension().lastPathComponent
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
        return "\(folder)\(stem)-\(side).\(ending)"
    }
}
