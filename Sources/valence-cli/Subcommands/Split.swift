import Valence

/// `valence split`: parts a labelled file into training and test files.
struct Split: Command {
    static let name = "split"
    static let summary = "Part a labelled file into training and test files, copies of one text on one side."
    static let examples = ["valence split reviews.csv --test 0.2 --seed 1"]

    static var groups: [OptionGroup<Split>] {
        [
            ReadingOptions.group.lifted(\.reading),
            CommonOptions.group.lifted(\.common),
        ]
    }

    var files: [String] = []
    var common = CommonOptions()
    var reading = ReadingOptions()

    func run() throws -> ExitCode {
        _ = try inputs()
        return .done
    }
}
