import Testing

@Suite("valence split")
struct SplitTests {
    let tool: Tool
    let folder: Folder

    init() throws {
        tool = try Tool()
        folder = try Folder()
        try folder.write("reviews.csv", TinyReviews.csv)
    }

    @Test("parts a file by label, every row on one side, and says so on standard error alone")
    func parts() throws {
        let run = try tool.run("split", "reviews.csv", "--fraction", "0.25", in: folder)
        #expect(run.exitCode == 0)
        #expect(run.output.isEmpty)
        #expect(
            run.errors == """
                reviews-train.csv: 60 records (negative 30, positive 30)
                reviews-test.csv: 20 records (negative 10, positive 10)

                """)
        let train = try folder.lines("reviews-train.csv")
        let test = try folder.lines("reviews-test.csv")
        #expect(train.first == "id,label,text" && test.first == train.first)
        #expect(Set(train).intersection(test) == ["id,label,text"])
        #expect(train.count + test.count == 82)
    }

    @Test("the same seed gives the same split, another seed another one")
    func seeds() throws {
        func test(_ seed: String) throws -> String {
            let run = try tool.run("split", "reviews.csv", "--seed", seed, "--force", "-q", in: folder)
            #expect(run.exitCode == 0 && run.errors.isEmpty)
            return try folder.text("reviews-test.csv")
        }
        let first = try test("7")
        #expect(try test("7") == first)
        #expect(try test("8") != first)
    }

    @Test("an output that exists stays as it is and ends the tool with 73")
    func existing() throws {
        try folder.write("kept.csv", "mine\n")
        let run = try tool.run("split", "reviews.csv", "--test-output", "kept.csv", in: folder)
        #expect(run.exitCode == 73)
        #expect(run.errors == "valence: kept.csv: exists already; add --force to overwrite it\n")
        #expect(try folder.text("kept.csv") == "mine\n")
        #expect(!folder.exists("reviews-train.csv"))
    }

    @Test("standard input, which cannot be read twice, is refused with 64")
    func standardInput() throws {
        let run = try tool.run("split", "-", in: folder, input: TinyReviews.csv)
        #expect(run.exitCode == 64)
        #expect(
            run.errors
                == "valence: split reads its input twice, which standard input does not allow; name a file\n")
    }
}
