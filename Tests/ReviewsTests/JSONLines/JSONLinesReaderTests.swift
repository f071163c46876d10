import Testing
import ValenceReviews

@Suite("The reader of JSON Lines")
struct JSONLinesReaderTests {
    private func read(_ text: String, isWhole: Bool = true) throws -> (columns: [String], rows: [Row]) {
        let bytes = Array(text.utf8)
        func reader(_ size: Int) throws -> JSONLinesReader {
            try JSONLinesReader(
                source: ChunkedSource(bytes, chunk: size), file: "r.jsonl", sample: bytes, options: ReadingOptions(),
                isWhole: isWhole)
        }
        let whole = try reader(1 << 20)
        let rows = try whole.allRows()
        for size in [1, 2, 3, 7] { #expect(try reader(size).allRows() == rows, "chunks of \(size)") }
        return (whole.columns.names, rows)
    }

    @Test("takes strings without their escapes, and numbers and words as they are written")
    func values() throws {
        let (columns, rows) = try read(
            #"{"id": 567900433542488064123, "text": "a \"b\"\n\u00e9 \ud83d\ude00 \/", "stars": 4.50, "ok": true, "x": null}"#
        )
        #expect(columns == ["id", "text", "stars", "ok", "x"])
        #expect(rows == [Row(["567900433542488064123", "a \"b\"\né 😀 /", "4.50", "true", ""], line: 1)])
    }

    @Test("keeps inner objects and arrays as JSON")
    func nested() throws {
        let (_, rows) = try read(#"{"a": {"b": [1, "x]}"]}, "c": [ ]}"#)
        #expect(rows.map(\.fields) == [[#"{"b": [1, "x]}"]}"#, "[ ]"]])
    }

    @Test("half a surrogate pair becomes U+FFFD")
    func halfPair() throws {
        #expect(try read(#"{"a": "x\ud83dy \udc00"}"#).rows.map(\.fields) == [["x\u{FFFD}y \u{FFFD}"]])
    }

    @Test("puts fields under their names whatever their order, and leaves missing ones empty")
    func order() throws {
        let (columns, rows) = try read("{\"a\":1,\"b\":2}\n\n{\"b\":3}\r\n{\"c\":\"z\",\"a\":4}\n")
        #expect(columns == ["a", "b", "c"])
        #expect(rows == [Row(["1", "2", ""], line: 1), Row(["", "3", ""], line: 3), Row(["4", "", "z"], line: 4)])
    }

    @Test("gathers what comes after the sample in one last column")
    func surprises() throws {
        let text = "{\"a\":1}\n{\"a\":2,\"new\":\"q\\\"\",\"n\":7}\n"
        let reader = try JSONLinesReader(
            source: ChunkedSource(text), file: "r.jsonl", sample: Array(text.utf8.prefix(8)), options: ReadingOptions(),
            isWhole: false)
        #expect(reader.columns.names == ["a", "other_fields"])
        #expect(try reader.allRows().map(\.fields) == [["1", ""], ["2", #"{"new":"q\"","n":"7"}"#]])
    }

    @Test(
        "a broken line costs itself only, and says where it broke",
        arguments: [
            (#"{"a": 1"#, "broken JSON at byte 8: expected a comma or } behind the value"),
            (#"{"a": "x}"#, "broken JSON at byte 10: expected a closing quote"),
            (#"{"a": 01}"#, "broken JSON at byte 8: expected a comma or } behind the value"),
            (#"{"a": -}"#, "broken JSON at byte 7: expected a value"),
            (#"["a"]"#, "broken JSON at byte 1: expected an object that begins with {"),
            (#"{"a": 1} x"#, "broken JSON at byte 10: expected nothing behind the object"),
            (#"{"a": "\q"}"#, "broken JSON at byte 9: expected an escape that JSON knows behind the backslash"),
            (#"{"a": "\u12"}"#, #"broken JSON at byte 10: expected four hexadecimal digits behind \u"#),
            (#"{a: 1}"#, "broken JSON at byte 2: expected a name or text in quotes"),
        ])
    func broken(line: String, reason: String) throws {
        let (_, rows) = try read("{\"a\":\"1\"}\n\(line)\n{\"a\":\"2\"}\n")
        #expect(rows == [Row(["1"], line: 1), Row([line], line: 2, reason: reason), Row(["2"], line: 3)])
    }

    @Test("inner values may not go deeper than a limit")
    func depth() throws {
        let deep = String(repeating: "[", count: 5000) + String(repeating: "]", count: 5000)
        let (_, rows) = try read("{\"a\":1}\n{\"a\":\(deep)}\n")
        #expect(rows.last?.reason?.hasSuffix("expected less than 200 levels of nesting") == true)
    }

    @Test("says how to turn one array into lines")
    func array() {
        #expect {
            try read("[{\"a\":1}]")
        } throws: { error in
            "\(error)" == "r.jsonl:1: found a JSON array, expected one object a line; convert it with: jq -c '.[]'"
        }
    }
}
