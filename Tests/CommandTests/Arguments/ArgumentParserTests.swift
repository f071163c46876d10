import Foundation
import Testing

@Suite("The command line")
struct ArgumentParserTests {
    let tool: Tool
    let folder: Folder

    init() throws {
        tool = try Tool()
        folder = try Folder()
    }

    static let commands = ["train", "classify", "evaluate", "explain", "audit", "inspect", "split", "info"]

    @Test("every command has a help with an example, on standard output", arguments: commands)
    func help(_ command: String) throws {
        let run = try tool.run(command, "--help", in: folder)
        #expect(run.exitCode == 0)
        #expect(run.errors.isEmpty)
        #expect(run.output.contains("Usage: valence \(command) [options]"))
        #expect(run.output.contains("\n  valence \(command) "))
        #expect(run.output.contains("--verbose"))
        #expect(run.output.split(separator: "\n").allSatisfy { $0.count <= 110 })
        #expect(try tool.run("help", command, in: folder).output == run.output)
    }

    @Test("aliases call their commands", arguments: [("predict", "classify"), ("test", "evaluate")])
    func aliases(_ alias: String, _ command: String) throws {
        #expect(try tool.run(alias, "--help", in: folder).output == tool.run(command, "--help", in: folder).output)
    }

    @Test("the tool says its version and lists its commands")
    func versionAndCommands() throws {
        let version = try tool.run("--version", in: folder)
        #expect(version.output.hasPrefix("valence ") && version.exitCode == 0)
        let help = try tool.run("--help", in: folder)
        for command in Self.commands { #expect(help.output.contains("\n  \(command)")) }
        let bare = try tool.run(in: folder)
        #expect(bare.exitCode == 64)
        #expect(bare.output.isEmpty && bare.errors == help.output)
    }

    /// A command line that is wrong, and what the tool says of it.
    static let cases: [([String], String)] = [
        (["trian", "a.csv"], "unknown command 'trian'; did you mean 'train'?\nTry 'valence --help'."),
        (["frobnicate"], "unknown command 'frobnicate'\nTry 'valence --help'."),
        (["--quiet", "train"], "the command comes first, found '--quiet'\nTry 'valence --help'."),
        (
            ["train", "--epoch", "3", "a.csv"],
            "unknown option '--epoch'; did you mean '--epochs'?\nTry 'valence train --help'."
        ),
        (
            ["inspect", "--text-colunm=a", "a.csv"],
            "unknown option '--text-colunm'; did you mean '--text-column'?\nTry 'valence inspect --help'."
        ),
        (["inspect", "-x", "a.csv"], "unknown option '-x'\nTry 'valence inspect --help'."),
        (
            ["train", "--epochs", "ten", "a.csv"],
            "--epochs expects a whole number from 1 to 100000, found 'ten'\nTry 'valence train --help'."
        ),
        (
            ["train", "--epochs", "0", "a.csv"],
            "--epochs expects a whole number from 1 to 100000, found '0'\nTry 'valence train --help'."
        ),
        (
            ["train", "--dropout", "1.5", "a.csv"],
            "--dropout expects a number from 0 to 0.95, found '1.5'\nTry 'valence train --help'."
        ),
        (
            ["train", "--validation", "0.9", "a.csv"],
            "--validation expects a file, or a share above 0 and up to 0.5, found '0.9'\nTry 'valence train --help'."
        ),
        (
            ["train", "--model-type", "svm", "a.csv"],
            "--model-type expects one of bilstm, bow, embedding, cnn, ensemble, all, found 'svm'\nTry 'valence train --help'."
        ),
        (
            ["inspect", "--format", "doc", "a.csv"],
            "--format expects one of auto, csv, tsv, jsonl, xml, folder, found 'doc'\nTry 'valence inspect --help'."
        ),
        (
            ["inspect", "--delimiter", "ab", "a.csv"],
            "--delimiter expects one ASCII character or 'tab', no quote and no line break, found 'ab'\n"
                + "Try 'valence inspect --help'."
        ),
        (["inspect", "a.csv", "--limit"], "--limit needs a value: --limit N\nTry 'valence inspect --help'."),
        (
            ["inspect", "--id-column", "--force", "a.csv"],
            "--id-column needs a value, found '--force'; write --id-column=--force if that is the value\n"
                + "Try 'valence inspect --help'."
        ),
        (["inspect", "--force=yes", "a.csv"], "--force takes no value, found 'yes'\nTry 'valence inspect --help'."),
        (
            ["inspect", "--text-column=", "a.csv"],
            "--text-column expects one or more names, parted by commas, found ''\nTry 'valence inspect --help'."
        ),
        (
            ["inspect"],
            "no input; name one or more files or folders, or - for standard input\nTry 'valence inspect --help'."
        ),
    ]

    @Test("a wrong command line ends with 64, a clear word and nothing on standard output", arguments: cases)
    func mistakes(_ arguments: [String], _ message: String) throws {
        let run = try tool.run(arguments, in: folder)
        #expect(run.exitCode == 64)
        #expect(run.output.isEmpty)
        #expect(run.errors == "valence: \(message)\n")
    }
}
