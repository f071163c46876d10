import Testing

@Suite("valence info")
struct InfoTests {
    let tool: Tool
    let folder: Folder

    init() throws {
        tool = try Tool()
        folder = try Folder()
    }

    @Test("says what a model is, what it tells apart and what it learned from")
    func page() throws {
        let run = try tool.run("info", try TinyModel.path(), in: folder)
        #expect(run.exitCode == 0 && run.errors.isEmpty)
        for line in [
            "architecture          LSTM, both directions", "labels                negative, positive", "reviews.csv",
        ] {
            #expect(run.output.contains(line), "\(run.output)")
        }
    }

    @Test("a model that is missing, cut off or none at all is refused", arguments: ["info", "classify", "evaluate"])
    func badModels(_ command: String) throws {
        try folder.write("new.csv", TinyReviews.csv)
        try folder.write("cut.safetensors", Array(try TinyModel.bytes().dropLast(200)))
        try folder.write("rubbish.safetensors", Array("no model at all".utf8))
        let call = command == "info" ? ["info"] : [command, "new.csv", "-m"]
        let missing = try tool.run(call + ["none.safetensors"], in: folder)
        #expect(missing.errors == "valence: none.safetensors: no such file\n")
        #expect(missing.exitCode == 66)
        for name in ["cut.safetensors", "rubbish.safetensors"] {
            let run = try tool.run(call + [name], in: folder)
            #expect(run.exitCode == 65)
            #expect(run.output.isEmpty)
            #expect(run.errors.hasPrefix("valence: \(name): "))
            #expect(run.errors.hasSuffix("; this is no model that valence wrote, or a damaged one\n"))
        }
    }
}
