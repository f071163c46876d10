import Foundation
import Testing

@Suite("valence explain")
struct ExplainTests {
    let tool: Tool
    let folder: Folder
    let model: String

    init() throws {
        tool = try Tool()
        folder = try Folder()
        try folder.write("reviews.csv", TinyReviews.csv)
        let run = try tool.run("train", "reviews.csv", "--model-type", "bow", "-o", "bow.safetensors", in: folder)
        try #require(run.exitCode == 0, "\(run.errors)")
        model = "bow.safetensors"
    }

    @Test("marks the words where they stand, says what each added, and keeps a place for a record without text")
    func people() throws {
        try folder.write("new.csv", "id,text\n1,\"The <i>room</i> was LOVELY, \u{1B}[2Jnot boring &amp; dim\"\n2,\n")
        let run = try tool.run("explain", "new.csv", "-m", model, "--words", "2", in: folder)
        #expect(run.exitCode == 0)
        let lines = run.output.split(separator: "\n")
        #expect(lines[0].hasPrefix("new.csv:2: positive, ") || lines[0].hasPrefix("new.csv:2: negative, "))
        #expect(lines[1].contains("[LOVELY ") && lines[1].contains("[boring "))
        #expect(lines[2].hasPrefix("  for it: ") && lines[3].hasPrefix("  against it: "))
        #expect(lines[4] == "new.csv:3: empty")
        #expect(!run.output.contains("\u{1B}"))
    }

    @Test("as JSON gives places in bytes of the text, a line for every record")
    func json() throws {
        try folder.write(
            "new.jsonl", #"{"id":"x","text":"caf\u00e9 &amp; LOVELY room"}"# + "\n" + #"{"text":""}"# + "\n")
        let run = try tool.run("explain", "new.jsonl", "-m", model, "--json", "-q", in: folder)
        #expect(run.exitCode == 0 && run.errors.isEmpty)
        let rows = try run.output.split(separator: "\n").map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
        #expect(rows.count == 2 && rows[1]["status"] as? String == "empty" && rows[1]["words"] == nil)
        #expect(rows[0]["predicted_label"] as? String == "positive" && rows[0]["id"] as? String == "x")
        let words = try #require(rows[0]["words"] as? [[String: Any]])
        let lovely = try #require(words.first { $0["word"] as? String == "lovely" })
        #expect(try #require(lovely["weight"] as? Double) > 0)
        #expect(lovely["places"] as? [[Int]] == [[12, 18]])
        let sum = words.reduce(try #require(rows[0]["base"] as? Double)) { $0 + ($1["weight"] as? Double ?? 0) }
        #expect(abs(sum - (try #require(rows[0]["log_odds"] as? Double))) < 1e-6)
    }

    @Test("reads standard input, and gives the same bytes for any number of threads, of a BiLSTM too")
    func threads() throws {
        func output(_ threads: String) throws -> String {
            try tool.run(
                ["explain", "-", "-m", TinyModel.path(), "--threads", threads, "--json"], in: folder,
                input: Array(TinyReviews.csv.utf8)
            ).output
        }
        let one = try output("1")
        #expect(one.split(separator: "\n").count == 80)
        #expect(try output("2") == one)
    }

    @Test("classify --why adds the words that moved each answer, before the status")
    func why() throws {
        try folder.write("new.csv", "id,text\n1,a LOVELY room\n2,\n3,zzz\n")
        let run = try tool.run("classify", "new.csv", "-m", model, "--why", "1", in: folder)
        #expect(run.exitCode == 0)
        let lines = run.output.split(separator: "\n").map(String.init)
        #expect(lines[0] == "id,text,predicted_label,confidence,prob_negative,prob_positive,why,status")
        #expect(try /,lovely \+\d\.\d{3},ok$/.firstMatch(in: lines[1]) != nil)
        #expect(lines[2] == "2,,,,,,,empty")
        #expect(lines[3].hasSuffix(",,ok"))
        #expect(try tool.run("classify", "new.csv", "-m", model, "--why", "0", in: folder).exitCode == 64)
    }
}
