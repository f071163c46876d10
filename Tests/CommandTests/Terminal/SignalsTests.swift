import Foundation
import Testing

@Suite("Signals")
struct SignalsTests {
    let tool: Tool
    let folder: Folder

    static let cases: [(signal: Int32, exitCode: Int32)] = [(SIGINT, 130), (SIGTERM, 143)]

    init() throws {
        tool = try Tool()
        folder = try Folder()
    }

    @Test(
        "a training that is stopped keeps its best state and says so by its exit code",
        arguments: cases)
    func stopping(_ signal: Int32, _ exitCode: Int32) throws {
        try folder.write("reviews.csv", TinyReviews.csv)
        let process = tool.process(
            [
                "train", "reviews.csv", "--model-type", "bilstm", "--epochs", "100000", "--patience", "100000",
                "--embedding-size", "4", "--hidden-size", "4", "--log", "log.jsonl", "-o", "kept.safetensors",
            ], in: folder)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        defer { if process.isRunning { process.terminate() } }
        let deadline = Date(timeIntervalSinceNow: 20)
        while process.isRunning, Date() < deadline, try !hasLearned() { usleep(20_000) }
        kill(process.processIdentifier, signal)
        process.waitUntilExit()
        #expect(process.terminationReason == .exit)
        #expect(process.terminationStatus == exitCode)
        #expect(try tool.run("info", "kept.safetensors", in: folder).exitCode == 0)
    }

    private func hasLearned() throws -> Bool {
        try folder.exists("log.jsonl") && folder.text("log.jsonl").contains("\"event\":\"epoch\"")
    }
}
