import Testing

@Suite("valence train")
struct TrainTests {
    let tool: Tool
    let folder: Folder

    init() throws {
        tool = try Tool()
        folder = try Folder()
        try folder.write("reviews.csv", TinyReviews.csv)
    }

    private static let small = ["--hidden-size", "4", "--embedding-size", "4", "--epochs", "2"]

    @Test("writes a model and a log, says what it does on standard error, and no progress bar where nobody watches")
    func training() throws {
        let run = try tool.run(["train", "reviews.csv", "--log", "log.jsonl"] + Self.small, in: folder)
        #expect(run.exitCode == 0)
        #expect(run.output.isEmpty)
        #expect(run.errors.contains("text from column 'text'"))
        #expect(run.errors.contains("bilstm: epoch 2  loss "))
        #expect(run.errors.hasSuffix("kB)\n") && run.errors.contains("bilstm: saved model.safetensors ("))
        #expect(!run.errors.contains("\r") && !run.errors.contains("\u{1B}"))
        let log = try folder.lines("log.jsonl")
        #expect(log.count(where: { $0.contains("\"event\":\"epoch\"") }) == 2)
        #expect(log.last?.contains("\"event\":\"saved\"") == true)
    }

    @Test("--quiet says nothing at all of a training that goes well")
    func quiet() throws {
        let run = try tool.run(["train", "reviews.csv", "-q"] + Self.small, in: folder)
        #expect(run.exitCode == 0 && run.output.isEmpty && run.errors.isEmpty)
    }

    @Test("the same seed gives the same bytes for any number of threads, another seed other ones")
    func determinism() throws {
        func model(_ arguments: String...) throws -> [UInt8] {
            let run = try tool.run(["train", "reviews.csv", "-q", "--force"] + Self.small + arguments, in: folder)
            #expect(run.exitCode == 0)
            return try folder.bytes("model.safetensors")
        }
        let first = try model("--threads", "1", "--seed", "5")
        #expect(try model("--threads", "2", "--seed", "5") == first)
        #expect(try model("--threads", "2", "--seed", "6") != first)
    }

    @Test("every kind of model is the same bytes for any number of threads", arguments: ["bow", "embedding"])
    func determinism(of kind: String) throws {
        for threads in ["1", "2"] {
            let run = try tool.run(
                "train", "reviews.csv", "--model-type", kind, "--threads", threads, "-q", "-o", "m\(threads)",
                in: folder)
            #expect(run.exitCode == 0 && run.errors.isEmpty)
        }
        #expect(try folder.bytes("m1") == folder.bytes("m2"))
    }

    @Test("takes settings from a config file, and the command line's word over the file's")
    func config() throws {
        let json =
            #"{"train": {"files": "reviews.csv", "hidden-size": 3, "epochs": 2, "force": false}, "evaluate": {}}"#
        try folder.write("run.json", json)
        let run = try tool.run("train", "-c", "run.json", "--embedding-size", "5", "--epochs", "1", in: folder)
        #expect(run.exitCode == 0)
        #expect(run.errors.contains("embedding 5, hidden 3,"))
        #expect(run.errors.contains("epoch 1") && !run.errors.contains("epoch 2"))
    }

    /// A training that cannot be, as the file's content and the options; the exit code and the last line said.
    static let cases: [(csv: String, options: [String], exitCode: Int32, message: String)] = [
        (
            "text,label\ngood,1\nfine,1\n", [], 65,
            "found one label only, '1', expected two or more; add reviews of another class"
        ),
        ("text,label\n", [], 65, "no labelled review with a text was found; check the columns with valence inspect"),
        (
            "id,text\n1,good\n2,bad\n", [], 65,
            "bad.csv: no column has a usual name for the label (label, sentiment, class, rating, stars …); "
                + "the columns are id, text; name it with --label-column"
        ),
        (
            "text,label\ngood,1\nbad,maybe\n", ["--label-map", "1=positive;2=negative"], 65,
            "bad.csv:3: label 'maybe' is not one of 1, 2; map it with --label-map"
        ),
        (
            TinyReviews.csv, ["--label-column", "id"], 65,
            "bad.csv: column 'id' cannot be the label: 80 different values in the first 80 records that have one; "
                + "name the label's column with --label-column"
        ),
        (
            TinyReviews.csv, ["-o", "none/m.safetensors"], 73,
            "none/m.safetensors: cannot be written: No such file or directory"
        ),
        (TinyReviews.csv, ["-o", "."], 73, ".: is a folder, expected the name of a file"),
        (TinyReviews.csv, ["-o", "bad.csv"], 73, "bad.csv: exists already; add --force to overwrite it"),
        (TinyReviews.csv, ["--log", "bad.csv"], 73, "bad.csv: exists already; add --force to overwrite it"),
        (TinyReviews.csv, ["--cell", "lstmm"], 64, "--cell expects one of lstm, gru, rnn, found 'lstmm'"),
    ]

    @Test("what cannot be trained ends with a message and leaves no model", arguments: cases)
    func mistakes(_ mistake: (csv: String, options: [String], exitCode: Int32, message: String)) throws {
        try folder.write("bad.csv", mistake.csv)
        let run = try tool.run(["train", "bad.csv"] + mistake.options, in: folder)
        #expect(run.exitCode == mistake.exitCode)
        #expect(run.errors.hasSuffix("valence: \(mistake.message)\n"), "\(run.errors)")
        #expect(!folder.exists("model.safetensors"))
        #expect(try folder.text("bad.csv") == mistake.csv)
    }
}
