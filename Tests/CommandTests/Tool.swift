import Foundation

/// The built tool, run as its users run it: as a process.
struct Tool {
    /// What a run of the tool left behind.
    struct Run {
        var exitCode: Int32
        var output: String
        var errors: String
    }

    /// No tool beside the tests, and how to build it.
    struct NotBuilt: Error, CustomStringConvertible {
        let folder: String
        var description: String { "no 'valence' in \(folder); build it: swift build -c release --product valence" }
    }

    let path: URL

    /// Finds the tool in the build folder, which is where the tests themselves were built.
    init() throws {
        let executable = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        let neighbours = [executable, Bundle.main.bundleURL] + Bundle.allBundles.map(\.bundleURL)
        let tool = neighbours.map { $0.deletingLastPathComponent().appendingPathComponent("valence") }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) }
        guard let tool else { throw NotBuilt(folder: executable.deletingLastPathComponent().path) }
        path = tool
    }

    /// Runs `valence` with `arguments` in `folder`, `input` on its standard input.
    func run(_ arguments: String..., in folder: Folder, input: String = "") throws -> Run {
        try run(arguments, in: folder, input: Array(input.utf8))
    }

    func run(_ arguments: [String], in folder: Folder, input: [UInt8] = []) throws -> Run {
        try run(process(arguments, in: folder), input: input)
    }

    /// Runs a line of shell in which `valence` is the tool.
    func shell(_ line: String, in folder: Folder) throws -> Run {
        let process = process(["-c", "valence() { '\(path.path)' \"$@\"; }; \(line)"], in: folder)
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        return try run(process, input: [])
    }

    /// A process of the tool that is not yet started, for tests that need its pipes or signals.
    func process(_ arguments: [String], in folder: Folder) -> Process {
        let process = Process()
        process.executableURL = path
        process.arguments = arguments
        process.currentDirectoryURL = folder.url
        return process
    }

    private func run(_ process: Process, input: [UInt8]) throws -> Run {
        // Files instead of pipes: whoever reads two pipes in turn can wait for ever.
        let streams = try Folder()
        try streams.write("input", input)
        try streams.write("output", [])
        try streams.write("errors", [])
        process.standardInput = try FileHandle(forReadingFrom: streams.url("input"))
        process.standardOutput = try FileHandle(forWritingTo: streams.url("output"))
        process.standardError = try FileHandle(forWritingTo: streams.url("errors"))
        try process.run()
        process.waitUntilExit()
        return Run(
            exitCode: process.terminationStatus, output: try streams.text("output"), errors: try streams.text("errors"))
    }
}
