import Testing

@Suite("valence evaluate")
struct EvaluateTests {
    let tool: Tool
    let folder: Folder
    let model: String

    init() throws {
        tool = try Tool()
        folder = try Folder()
        model = try TinyModel.path()
        try folder.write("test.csv", TinyReviews.csv)
    }

    @Test("prints the classes' table on standard output and writes the report's files where asked")
    func report() throws {
        let run = try tool.run("evaluate", "test.csv", "-m", model, "--report", "report", in: folder)
        #expect(run.exitCode == 0)
        #expect(run.output.contains("precision") && run.output.contains("Confusion matrix"))
        #expect(run.errors.hasSuffix("report: report/index.html\n"))
        for name in ["index.html", "report.md", "metrics.json", "run.json"] {
            #expect(folder.exists("report/\(name)"), "\(name)")
        }
        let again = try tool.run("evaluate", "test.csv", "-m", model, "--report", "report", in: folder)
        #expect(again.exitCode == 73)
        #expect(again.errors.hasPrefix("valence: report/index.html: exists already; "))
        #expect(
            try tool.run("test", "test.csv", "-m", model, "--report", "report", "--force", in: folder).exitCode == 0)
    }

    @Test("the page has the same bytes in any folder and on any number of threads, and says how to make it again")
    func sameBytes() throws {
        for (name, threads) in [("one", "1"), ("two", "2")] {
            let run = try tool.run(
                "evaluate", "test.csv", "-m", model, "--report", name, "--threads=\(threads)", "-q", "--slice-by",
                "label",
                in: folder)
            #expect(run.exitCode == 0)
        }
        for file in ["index.html", "report.md", "metrics.json"] {
            #expect(try folder.bytes("one/\(file)") == folder.bytes("two/\(file)"), "\(file)")
        }
        let numbers = try folder.text("one/metrics.json")
        #expect(numbers.contains("\"command\": \"valence evaluate test.csv -m tiny.safetensors --slice-by label\""))
        #expect(!numbers.contains("_per_second"))
    }

    @Test("a column that is not there cannot part the reviews")
    func noSuchColumn() throws {
        let run = try tool.run("evaluate", "test.csv", "-m", model, "-q", "--slice-by", "colour", in: folder)
        #expect(run.exitCode == 64)
        #expect(run.errors.contains("no column 'colour' to slice by; the columns are id, label, text"))
    }

    @Test("--json puts the numbers, and nothing else, on standard output")
    func json() throws {
        let run = try tool.run("evaluate", "test.csv", "-m", model, "--json", "-q", in: folder)
        #expect(run.exitCode == 0 && run.errors.isEmpty)
        #expect(run.output.hasPrefix("{\n") && run.output.hasSuffix("}\n"))
        #expect(run.output.contains("\"accuracy\": "))
    }

    @Test("several models are compared")
    func several() throws {
        let run = try tool.run("evaluate", "test.csv", "-m", model, "-m", model, in: folder)
        #expect(run.exitCode == 0)
    }

    @Test("a gate that is not met is named and ends the tool with 3, one that is met with 0")
    func gates() throws {
        let met = try tool.run("evaluate", "test.csv", "-m", model, "-q", "--fail-under", "accuracy=0", in: folder)
        #expect(met.exitCode == 0 && met.errors.isEmpty)
        let missed = try tool.run("evaluate", "test.csv", "-m", model, "-q", "--fail-under", "accuracy=1.5", in: folder)
        #expect(missed.exitCode == 3)
        #expect(missed.errors.hasPrefix("valence: tiny: accuracy is ") && missed.errors.hasSuffix(", below 1.5\n"))
    }

    /// A call that cannot be, the file's content, the exit code and the last words.
    static let cases: [(csv: String, options: [String], exitCode: Int32, message: String)] = [
        (
            "text,label\ngood,positive\n", [], 64,
            "no model to evaluate; name one with --model\nTry 'valence evaluate --help'."
        ),
        (
            "text,label\ngood,positive\n", ["--fail-under", "accuracy"], 64,
            "--fail-under expects a metric and its least value, such as accuracy=0.85, found 'accuracy'\n"
                + "Try 'valence evaluate --help'."
        ),
        (
            "text,label\ngood,positive\n", ["--fail-under", "beauty=1"], 64,
            "--fail-under expects one of the metrics accuracy, macro-f1, macro-precision, macro-recall, weighted-f1, mcc, "
                + "roc-auc, pr-auc, within-one, found 'beauty=1'\nTry 'valence evaluate --help'."
        ),
        (
            "text,label\ngood,positive\nfair,middling\n", ["MODEL"], 65,
            "bad.csv:3: label 'middling' is not one of negative, positive; map it with --label-map"
        ),
        ("text,label\n", ["MODEL"], 65, "no labelled review to evaluate; check the columns with valence inspect"),
    ]

    @Test("what cannot be evaluated ends with a message and nothing on standard output", arguments: cases)
    func mistakes(_ mistake: (csv: String, options: [String], exitCode: Int32, message: String)) throws {
        try folder.write("bad.csv", mistake.csv)
        let options = mistake.options.flatMap { $0 == "MODEL" ? ["-m", model] : [$0] }
        let run = try tool.run(["evaluate", "bad.csv"] + options, in: folder)
        #expect(run.exitCode == mistake.exitCode)
        #expect(run.errors.hasSuffix("valence: \(mistake.message)\n"), "\(run.errors)")
        #expect(run.output.isEmpty)
    }
}
