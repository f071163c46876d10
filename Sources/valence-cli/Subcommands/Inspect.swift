import Valence

/// `valence inspect`: what the reader finds in a file, before anyone waits for a training run.
struct Inspect: ReadingCommand {
    static let name = "inspect"
    static let summary = "Say what the reader finds: format, encoding, columns, labels, lengths, duplicates, rejects."
    static let examples = [
        "valence inspect reviews.csv", "valence inspect --xml-record review --label-map stars dump.xml.gz",
    ]

    static var groups: [OptionGroup<Inspect>] {
        [
            OptionGroup(
                title: "Inspecting",
                options: [
                    .flag(
                        "dump", nil, \.dumps, help: "write every record as one JSON object a line, all columns as text")
                ]),
            ReadingOptions.group.lifted(\.reading),
            CommonOptions.group.lifted(\.common),
        ]
    }

    var files: [String] = []
    var common = CommonOptions()
    var reading = ReadingOptions()
    var dumps = false

    func run() throws -> ExitCode {
        if dumps {
            try dump()
        } else {
            try StandardOutput.write(try Inspection(of: inputs(), options: readingOptions).description)
        }
        return .done
    }
}
