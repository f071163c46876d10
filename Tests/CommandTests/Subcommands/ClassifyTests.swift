import Testing

@Suite("valence classify")
struct ClassifyTests {
    let tool: Tool
    let folder: Folder
    let model: String

    init() throws {
        tool = try Tool()
        folder = try Folder()
        model = try TinyModel.path()
    }

    @Test("keeps every column and every record, also one without text, and says why it has no label")
    func rows() throws {
        try folder.write("new.csv", "id,text,note\n007,\"a \"\"lovely\"\" room\",x\n8,,y\n")
        let run = try tool.run("classify", "new.csv", "-m", model, in: folder)
        #expect(run.exitCode == 0)
        let lines = run.output.split(separator: "\n")
        #expect(lines.count == 3)
        #expect(
            lines[0] == "id,text,note,predicted_label,confidence,prob_negative,prob_positive,status")
        #expect(lines[1].hasPrefix("007,\"a \"\"lovely\"\" room\",x,") && lines[1].hasSuffix(",ok"))
        #expect(lines[2] == "8,,y,,,,,empty")
        #expect(run.errors.hasSuffix("; 1 without text\n"))
    }

    @Test("gives the same bytes for every batch size and number of threads")
    func batches() throws {
        try folder.write("new.csv", TinyReviews.csv)
        func rows(_ batchSize: String, _ threads: String) throws -> String {
            let run = try tool.run(
                "predict", "new.csv", "-m", model, "-q", "--batch-size", batchSize, "--threads", threads, in: folder)
            #expect(run.exitCode == 0 && run.errors.isEmpty)
            return run.output
        }
        let one = try rows("1", "1")
        #expect(one.split(separator: "\n").count == 81)
        for (batchSize, threads) in [("7", "1"), ("256", "2"), ("7", "2")] {
            #expect(try rows(batchSize, threads) == one)
        }
    }

    @Test("in bfloat16 it answers nearly the same, as evaluate does, and says where there is no such precision")
    func precision() throws {
        try folder.write("new.csv", TinyReviews.csv)
        func run(_ command: String, _ more: String...) throws -> Tool.Run {
            try tool.run([command, "new.csv", "-m", model, "-q", "--force"] + more, in: folder)
        }
        let wrong = try run("classify", "--precision", "half")
        #expect(
            wrong.exitCode == 64 && wrong.errors.contains("--precision expects one of single, bfloat16, found 'half'"))
        let rounded = try run("classify", "--precision", "bfloat16")
        guard rounded.exitCode == 0 else {
            #expect(rounded.exitCode == 64 && rounded.errors.contains("this processor has no such products"))
            return
        }
        let single = try run("classify").output
        #expect(try run("classify", "--precision", "single").output == single)
        #expect(rounded.output != single)
        func answers(_ output: String) -> [Substring] {
            output.split(separator: "\n").compactMap { $0.split(separator: ",").dropLast(4).last }
        }
        #expect(answers(rounded.output) == answers(single))
        let judged = try run("evaluate", "--precision", "bfloat16", "--report", "page")
        #expect(judged.exitCode == 0)
        #expect(try folder.text("page/report.md").contains("| evaluation precision | bfloat16 |"))
    }

    @Test("an answer less sure than asked for is left to review")
    func unsure() throws {
        try folder.write("new.csv", TinyReviews.unlabelled)
        let run = try tool.run("classify", "new.csv", "-m", model, "--min-confidence", "1", in: folder)
        #expect(run.output.split(separator: "\n").dropFirst().allSatisfy { $0.contains(",review,") })
        #expect(run.errors.hasSuffix("; 10 of them left to review\n"))
    }

    @Test("writes the format asked for")
    func formats() throws {
        try folder.write("new.csv", "id,text\n1,lovely\n")
        let json = try tool.run("classify", "new.csv", "-m", model, "--output-format", "jsonl", in: folder)
        #expect(json.output.hasPrefix(#"{"id":"1","text":"lovely","predicted_label":""#))
        let tsv = try tool.run("classify", "new.csv", "-m", model, "--output-format", "tsv", in: folder)
        #expect(tsv.output.hasPrefix("id\ttext\tpredicted_label\t"))
    }

    @Test("an output that exists stays as it is, unless --force is given")
    func existing() throws {
        try folder.write("new.csv", TinyReviews.unlabelled)
        try folder.write("out.csv", "mine\n")
        let refused = try tool.run("classify", "new.csv", "-m", model, "-o", "out.csv", in: folder)
        #expect(refused.exitCode == 73)
        #expect(refused.errors.hasSuffix("valence: out.csv: exists already; add --force to overwrite it\n"))
        #expect(try folder.text("out.csv") == "mine\n")
        #expect(try tool.run("classify", "new.csv", "-m", model, "-o", "out.csv", "--force", in: folder).exitCode == 0)
        #expect(try folder.lines("out.csv").count == 11)
    }

    /// Outputs that would destroy something, and what is said of them.
    static let collisions: [(options: [String], message: String)] = [
        (["-o", "x.csv", "--rejects", "./x.csv"], "--output and --rejects are both ./x.csv; name two different files"),
        (["--rejects", "./new.csv", "--force"], "--rejects ./new.csv is also an input; name another file"),
        (["-o", "m.safetensors", "--force"], "--output m.safetensors is also an input; name another file"),
    ]

    @Test("an output that would destroy an input or another output is refused with 64", arguments: collisions)
    func destruction(_ mistake: (options: [String], message: String)) throws {
        try folder.write("new.csv", TinyReviews.unlabelled)
        try folder.write("m.safetensors", try TinyModel.bytes())
        let run = try tool.run(["classify", "new.csv", "-m", "m.safetensors"] + mistake.options, in: folder)
        #expect(run.exitCode == 64 && run.output.isEmpty)
        #expect(run.errors == "valence: \(mistake.message)\nTry 'valence classify --help'.\n")
        #expect(try folder.text("new.csv") == TinyReviews.unlabelled)
        #expect(!folder.exists("x.csv"))
    }

    @Test("without an input there is nothing to classify: 64")
    func noInput() throws {
        let run = try tool.run("classify", "-m", model, in: folder)
        #expect(run.exitCode == 64)
        #expect(run.errors.hasPrefix("valence: no input; name one or more files or folders, or - for standard input\n"))
    }
}
