import Foundation
import Testing

@Suite("valence classify --summary")
struct SummaryTests {
    let tool: Tool
    let folder: Folder

    init() throws {
        tool = try Tool()
        folder = try Folder()
        try folder.write("reviews.csv", TinyReviews.csv)
        let run = try tool.run("train", "reviews.csv", "--model-type", "bow", "-q", "-o", "bow.safetensors", in: folder)
        try #require(run.exitCode == 0, "\(run.errors)")
    }

    /// 60 reviews, two thirds of them positive, of two products over three months.
    private static let dump =
        "id,product,date,text\n"
        + (0..<60).map { number in
            let text = TinyReviews.rows[number % 3 == 0 ? 2 * (number % 20) + 1 : 2 * (number % 20)].text
            return "\(number),thing \(number % 2),2024-0\(number / 20 + 1)-15,\"\(text), truly\"\n"
        }.joined() + "60,thing 1,,\n"

    private func summary(_ arguments: String...) throws -> (run: Tool.Run, json: [String: Any], page: String) {
        let run = try tool.run(
            ["classify", "dump.csv", "-m", "bow.safetensors", "-o", "out.csv", "--summary", "sums", "--force"]
                + arguments,
            in: folder)
        let json = try JSONSerialization.jsonObject(with: Data(try folder.bytes("sums/summary.json")))
        return (run, try #require(json as? [String: Any]), try folder.text("sums/index.html"))
    }

    @Test("writes rows as ever, and a page with shares, dates, groups, words and examples")
    func page() throws {
        try folder.write("dump.csv", Self.dump)
        let (run, json, page) = try summary("--by", "product")
        #expect(run.exitCode == 0 && run.errors.contains("summary: sums/index.html\n"))
        #expect(try folder.lines("out.csv").count == 62)
        #expect(json["records"] as? Int == 61 && json["classified"] as? Int == 60 && json["empty"] as? Int == 1)
        let shares = try #require(json["shares"] as? [[String: Any]])
        let positive = try #require(shares.last?["counted"] as? Double)
        #expect(abs(positive - 2.0 / 3) < 0.1)
        #expect(shares.last?["corrected"] is Double && json["uncorrected_because"] is NSNull)
        let days = try #require(json["periods"] as? [[String: Any]])
        #expect(days.compactMap { $0["name"] as? String } == ["2024-01-15", "2024-02-15", "2024-03-15"])
        let groups = try #require(json["groups"] as? [[String: Any]])
        #expect(groups.compactMap { $0["count"] as? Int } == [30, 30])
        #expect(page.contains("<section id=\"examples\"") && page.contains("dump.csv:"))
        #expect(!(try summary("--no-examples")).page.contains("truly"))
    }

    @Test("reads 05/06/2023 by the order that the other dates show, and by none where none shows it")
    func dateOrder() throws {
        func periods(_ dates: [String]) throws -> (names: [String], json: [String: Any], page: String) {
            let rows = dates.map { "\($0),\(TinyReviews.rows[0].text)\n" }
            try folder.write("dump.csv", "date,text\n" + rows.joined())
            let (_, json, page) = try summary()
            let found = json["periods"] as? [[String: Any]] ?? []
            return (found.compactMap { $0["name"] as? String }, json, page)
        }
        let british = try periods(["05/06/2023", "21/05/2023"])
        #expect(british.names == ["2023-05-21", "2023-06-05"])
        #expect(british.page.contains("Its dates are read as day/month/year."))
        #expect(british.json["seen_in_training"] as? Int == 2)
        #expect(british.page.contains("2 reviews of 2 the model has learned from"))
        #expect(try periods(["05/06/2023", "05/21/2023"]).names == ["2023-05-06", "2023-05-21"])
        let neither = try periods(["05/06/2023", "2023-05-21", "2023-05-22"])
        #expect(neither.names == ["2023-05-21", "2023-05-22"])
        #expect(neither.json["undated"] as? Int == 1 && neither.json["date_order"] is NSNull)
    }

    @Test("gives the same bytes for any number of threads")
    func threads() throws {
        try folder.write("dump.csv", Self.dump)
        let one = try summary("--threads", "1").page
        #expect(try summary("--threads", "2").page == one)
    }

    @Test("refuses a column that is not there, one without a page, and a folder that holds one already")
    func refusals() throws {
        try folder.write("dump.csv", Self.dump)
        let run = try tool.run(
            "classify", "dump.csv", "-m", "bow.safetensors", "--summary", "s", "--by", "brand", in: folder)
        #expect(run.exitCode == 64 && run.errors.contains("dump.csv has no column 'brand' (--by)"))
        #expect(!folder.exists("s"))
        #expect(try tool.run("classify", "dump.csv", "-m", "bow.safetensors", "--by", "id", in: folder).exitCode == 64)
        _ = try summary()
        let again = try tool.run("classify", "dump.csv", "-m", "bow.safetensors", "--summary", "sums", in: folder)
        #expect(again.exitCode == 73)
    }
}
