import Testing

@Suite("valence inspect")
struct InspectTests {
    let tool: Tool
    let folder: Folder

    init() throws {
        tool = try Tool()
        folder = try Folder()
    }

    @Test("says on standard output what was found, and writes nothing to standard error")
    func findings() throws {
        try folder.write("reviews.csv", TinyReviews.csv)
        let run = try tool.run("inspect", "reviews.csv", in: folder)
        #expect(run.exitCode == 0)
        #expect(run.errors.isEmpty)
        for line in ["CSV, comma-separated", "text from column 'text'", "label from column 'label'", "records 80"] {
            #expect(run.output.contains(line), "\(line)")
        }
    }

    @Test("--dump writes every field of every record as text, in order")
    func dump() throws {
        try folder.write("reviews.csv", "id,text,stars\n007,\"a \"\"b\"\"\nc\",4.0\n8,,\n")
        let run = try tool.run("inspect", "--dump", "reviews.csv", in: folder)
        #expect(run.exitCode == 0 && run.errors.isEmpty)
        let rows = [
            #"{"id":"007","text":"a \"b\"\nc","stars":"4.0"}"#,
            #"{"id":"8","text":"","stars":""}"#,
        ]
        #expect(run.output == rows.joined(separator: "\n") + "\n")
    }

    @Test("the same reviews from XML, JSON Lines and a pipe come out as the same rows")
    func formats() throws {
        try folder.write("a.csv", "id,text\n1,one & two\n2,three\n")
        try folder.write("a.jsonl", "{\"id\":\"1\",\"text\":\"one & two\"}\n{\"id\":\"2\",\"text\":\"three\"}\n")
        let csv = try tool.run("inspect", "--dump", "a.csv", in: folder)
        let piped = try tool.run("inspect", "--dump", "-", in: folder, input: "id,text\n1,one & two\n2,three\n")
        #expect(piped.output == csv.output)
        try folder.write(
            "a.xml", "<r><x><id>1</id><text>one &amp; two</text></x><x><id>2</id><text>three</text></x></r>")
        for name in ["a.jsonl", "a.xml"] {
            #expect(try tool.run("inspect", "--dump", name, in: folder).output == csv.output, "\(name)")
        }
    }

    /// A file that cannot be used, the options given with it, the exit code and the message.
    static let cases: [(name: String, bytes: [UInt8]?, options: [String], exitCode: Int32, message: String)] = [
        ("missing.csv", nil, [], 66, "missing.csv: no such file or folder"),
        ("empty.csv", [], [], 65, "empty.csv: the file is empty, expected reviews"),
        (
            "rubbish.csv", (0..<4000).map { UInt8(truncatingIfNeeded: $0 &* 7919 >> 3) }, [], 65,
            "rubbish.csv: is binary data, expected text: CSV, TSV, JSON Lines or XML, also gzipped"
        ),
        (
            "wrong.csv", Array("id,text\n1,good\n".utf8), ["--text-column", "body"], 65,
            "wrong.csv: has no column 'body' (--text-column); the columns are id, text"
        ),
        (
            "wrong.csv", Array("id,text\n1,good\n".utf8), ["--label-column", "stars"], 65,
            "wrong.csv: has no column 'stars' (--label-column); the columns are id, text"
        ),
        (
            "map.csv", Array("text,label\ngood,1\n".utf8), ["--label-map", "good"], 64,
            "--label-map 'good': 'good' is not a rule 'VALUE[,VALUE]=LABEL'; expected stars-binary, stars-ternary, "
                + "stars, or rules such as '1,2=negative;4,5=positive;3=drop'"
        ),
    ]

    @Test("a file that cannot be used is named with what was found and expected", arguments: cases)
    func mistakes(
        _ mistake: (name: String, bytes: [UInt8]?, options: [String], exitCode: Int32, message: String)
    ) throws {
        if let bytes = mistake.bytes { try folder.write(mistake.name, bytes) }
        let run = try tool.run(["inspect", mistake.name] + mistake.options, in: folder)
        #expect(run.errors == "valence: \(mistake.message)\n")
        #expect(run.exitCode == mistake.exitCode)
        #expect(run.output.isEmpty)
    }

    @Test("a document that defines entities is refused with 65, whatever they hold")
    func hostileDocument() throws {
        try folder.write(
            "hostile.xml", "<!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><r><text>&x;</text></r>")
        let run = try tool.run("inspect", "hostile.xml", in: folder)
        #expect(run.exitCode == 65)
        #expect(run.errors.hasPrefix("valence: hostile.xml:1: ") && run.errors.contains("ENTITY"))
        #expect(run.output.isEmpty)
    }
}
