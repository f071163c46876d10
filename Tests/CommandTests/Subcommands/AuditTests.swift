import Testing

@Suite("valence audit")
struct AuditTests {
    let tool: Tool
    let folder: Folder

    init() throws {
        tool = try Tool()
        folder = try Folder()
    }

    /// The tiny reviews with the labels of two turned around.
    private static let turned =
        "id,label,text\n"
        + TinyReviews.rows.map { row in
            let label = [10, 51].contains(row.id) ? (row.label == "positive" ? "negative" : "positive") : row.label
            return "\(row.id),\(label),\"\(row.text)\"\n"
        }.joined()

    @Test("writes the labels that were turned around first, and says how many there are")
    func turned() throws {
        try folder.write("reviews.csv", Self.turned + ",,\n")
        let run = try tool.run("audit", "reviews.csv", "--seed", "3", in: folder)
        #expect(run.exitCode == 0)
        let lines = run.output.split(separator: "\n").map(String.init)
        #expect(lines.count == 82)
        #expect(lines[0].hasSuffix(",predicted_label,confidence,prob_given_label,rank,suspicious,status"))
        #expect(lines[1...2].map { $0.prefix(3) }.sorted() == ["10,", "51,"])
        #expect(lines[1].hasSuffix(",1,yes,ok") && lines[3].hasSuffix(",3,no,ok"))
        #expect(lines[81] == ",,,,,,,,empty")
        #expect(run.errors.hasSuffix("81 records: 2 of 80 judged are suspicious; 1 could not be judged\n"))
        #expect(run.errors.contains("bow: fold 5 of 5: accuracy "))
    }

    @Test("refuses to write over its input, and several kinds of model")
    func refusals() throws {
        try folder.write("reviews.csv", Self.turned)
        #expect(try tool.run("audit", "reviews.csv", "-o", "reviews.csv", "--force", in: folder).exitCode == 64)
        #expect(try tool.run("audit", "reviews.csv", "--model-type", "all", in: folder).exitCode == 64)
        #expect(try folder.text("reviews.csv") == Self.turned)
    }

    @Test("train --folds prints mean and spread over the folds, then trains on all")
    func folds() throws {
        try folder.write("reviews.csv", TinyReviews.csv)
        let plain = try tool.run("train", "reviews.csv", "--model-type", "bow", "-o", "a.safetensors", in: folder)
        let run = try tool.run(
            "train", "reviews.csv", "--model-type", "bow", "--folds", "4", "-o", "b.safetensors", in: folder)
        #expect(plain.exitCode == 0 && plain.output.isEmpty)
        #expect(run.exitCode == 0)
        #expect(run.output.hasPrefix("On 80 reviews in 4 folds, each judged by a model trained on the others"))
        #expect(try /\nbow +\d+\.\d\d ± \d+\.\d\d % +\d+\.\d\d ± \d+\.\d\d %/.firstMatch(in: run.output) != nil)
        #expect(try folder.bytes("a.safetensors") == folder.bytes("b.safetensors"))
        #expect(try tool.run("train", "reviews.csv", "--folds", "1", in: folder).exitCode == 64)
    }
}
