import Testing
import ValenceReviews

@Suite("The reader of delimited text")
struct DelimitedReaderTests {
    /// Reads `text` in chunks of 1, 2, 3, 7 and very many bytes, and requires the same rows of each.
    private func read(
        _ text: String, _ change: (inout ReadingOptions) -> Void = { _ in }
    ) throws -> (columns: [String], rows: [Row], dialect: Dialect) {
        var options = ReadingOptions()
        change(&options)
        let bytes = Array(text.utf8)
        func reader(_ size: Int) throws -> DelimitedReader {
            try DelimitedReader(
                source: ChunkedSource(bytes, chunk: size), file: "r.csv", sample: bytes, options: options)
        }
        let whole = try reader(1 << 20)
        let rows = try whole.allRows()
        for size in [1, 2, 3, 7] { #expect(try reader(size).allRows() == rows, "chunks of \(size)") }
        return (whole.columns.names, rows, whole.dialect)
    }

    @Test("takes line breaks, delimiters and doubled quotes inside quoted fields")
    func quotedFields() throws {
        let (columns, rows, _) = try read("id,review\n1,\"a, \"\"b\"\"\nc\r\nd\"\n2,plain\n")
        #expect(columns == ["id", "review"])
        #expect(rows == [Row(["1", "a, \"b\"\nc\r\nd"], line: 2), Row(["2", "plain"], line: 5)])
    }

    @Test("ends records at LF, CR LF or lone CR", arguments: ["\n", "\r\n", "\r"])
    func lineEnds(end: String) throws {
        let (_, rows, _) = try read(["id,text", "1,a", "2,b"].joined(separator: end))
        #expect(rows == [Row(["1", "a"], line: 2), Row(["2", "b"], line: 3)])
    }

    @Test("keeps CR LF inside quotes of a file whose records end in LF")
    func mixedEnds() throws {
        let (_, rows, _) = try read("id,text\n1,\"x\r\n\r\ny\"\n2,z\n")
        #expect(rows == [Row(["1", "x\r\n\r\ny"], line: 2), Row(["2", "z"], line: 5)])
    }

    @Test("takes U+0085, U+2028 and form feeds for text")
    func notLineEnds() throws {
        let (_, rows, _) = try read("id,text\n1,a\u{85}b\u{2028}c\u{0C}d\n")
        #expect(rows == [Row(["1", "a\u{85}b\u{2028}c\u{0C}d"], line: 2)])
    }

    @Test("takes a stray quote in an unquoted field for text")
    func strayQuote() throws {
        let (_, rows, _) = try read("id,text\n1,a 5\" screen\n2,b\n")
        #expect(rows.map(\.fields) == [["1", "a 5\" screen"], ["2", "b"]])
    }

    @Test("passes over blank lines and keeps empty fields")
    func blankLines() throws {
        let (_, rows, _) = try read("id,text\n\n1,\n\r\n,b\n\n")
        #expect(rows == [Row(["1", ""], line: 3), Row(["", "b"], line: 5)])
    }

    @Test("keeps what ragged rows hold, and says what was found and expected")
    func ragged() throws {
        let (_, rows, _) = try read("id,text,stars\n1,a\n2,b,5,x,\"y,z\"\n3,c,4\n4,d,4\n")
        #expect(
            rows == [
                Row(["1", "a", ""], line: 2, reason: "found 2 fields, expected 3"),
                Row(["2", "b", "5,x,y,z"], line: 3, reason: "found 5 fields, expected 3"),
                Row(["3", "c", "4"], line: 4), Row(["4", "d", "4"], line: 5),
            ])
    }

    @Test("a quote that is never closed costs its own line only")
    func unterminated() throws {
        let (_, rows, _) = try read("id,text\n1,a\n2,\"never closed\n3,c\n4,d\n")
        #expect(
            rows == [
                Row(["1", "a"], line: 2),
                Row(["2", "\"never closed"], line: 3, reason: "a quote opens a field and is never closed"),
                Row(["3", "c"], line: 4), Row(["4", "d"], line: 5),
            ])
    }

    @Test("reads the last record without a line end, and an empty last field")
    func lastRecord() throws {
        #expect(try read("id,text\n1,a\n2,").rows.map(\.fields) == [["1", "a"], ["2", ""]])
    }

    @Test("finds the delimiter", arguments: [",", ";", "\t", "|"])
    func delimiters(delimiter: String) throws {
        let lines = ["id|text|label", "1|good, really; good|pos", "2|bad|neg"]
        let text = lines.map { $0.split(separator: "|").joined(separator: delimiter) }.joined(separator: "\n")
        let quoted = text.replacing("good, really; good", with: "\"good, really; good\"")
        let (columns, rows, dialect) = try read(quoted)
        #expect(dialect.delimiter == delimiter.utf8.first)
        #expect(columns == ["id", "text", "label"])
        #expect(rows.first?.fields == ["1", "good, really; good", "pos"])
    }

    @Test("finds that a tab-separated file does not quote")
    func unquotedTSV() throws {
        let (_, rows, dialect) = try read(
            "Review\tLiked\n\"Wow\" they said\t1\nI'm so happy to be here!!!\"\t1\n\"Open quote\t0\nfine\t1\n")
        #expect(dialect == Dialect(delimiter: 9, quoting: .none, hasHeader: true))
        #expect(
            rows.map { $0.fields[0] } == [
                "\"Wow\" they said", "I'm so happy to be here!!!\"", "\"Open quote", "fine",
            ])
    }

    @Test("finds that a tab-separated file does quote")
    func quotedTSV() throws {
        let (_, rows, dialect) = try read("text\tlabel\n\"a\tb\"\t1\n\"c \"\"d\"\"\ne\"\t0\nf\t1\n")
        #expect(dialect.quoting == .doubled)
        #expect(rows.map(\.fields) == [["a\tb", "1"], ["c \"d\"\ne", "0"], ["f", "1"]])
    }

    @Test("a backslash escapes a quote only in a file that speaks so, or when told")
    func backslashes() throws {
        let text = "id,text\n1,\"say \\\"hi\\\", friend\"\n2,\"back\\\\slash\"\n3,x\n"
        let found = try read(text)
        #expect(found.dialect.quoting == .backslash)
        #expect(found.rows.map(\.fields) == [["1", "say \"hi\", friend"], ["2", "back\\slash"], ["3", "x"]])

        let plain = try read("id,text\n1,\"ends in \\\"\n2,\"b\"\n")
        #expect(plain.dialect.quoting == .doubled)
        #expect(plain.rows.map(\.fields) == [["1", "ends in \\"], ["2", "b"]])

        let told = try read("id,text\n1,\"a \\\" b\"\n") { $0.quoting = .backslash }
        #expect(told.rows.map(\.fields) == [["1", "a \" b"]])
    }

    @Test("names the columns of a file without a header")
    func noHeader() throws {
        let (columns, rows, _) = try read("a stirring , funny tale of two lives\t1\ndull and long\t0\n")
        #expect(columns == ["column1", "column2"])
        #expect(rows.count == 2)
        let told = try read("text,label\ngood,1\n") { $0.hasHeader = false }
        #expect(told.rows.map(\.fields) == [["text", "label"], ["good", "1"]])
    }

    @Test("keeps an empty name in the header")
    func emptyName() throws {
        #expect(try read(",Review Text,Rating\n0,nice,5\n").columns == ["", "Review Text", "Rating"])
    }

    @Test("reads a field of megabytes in small chunks")
    func longField() throws {
        let long = String(repeating: "word, \"\"quoted\"\" and\n", count: 150_000)
        let bytes = Array("id,text\n1,\"\(long)\"\n2,b\n".utf8)
        let reader = try DelimitedReader(
            source: ChunkedSource(bytes, chunk: 4096), file: "r.csv", sample: Array(bytes.prefix(1 << 20)),
            options: ReadingOptions())
        let rows = try reader.allRows()
        #expect(rows.count == 2)
        #expect(rows.first?.fields[1] == long.replacing("\"\"", with: "\""))
        #expect(rows.last == Row(["2", "b"], line: 150_003))
    }

    @Test("an empty file is named")
    func empty() {
        #expect {
            try read("")
        } throws: { error in
            "\(error)" == "r.csv: the file is empty, expected rows of reviews"
        }
    }

    @Test("reads back what the writer wrote, whatever is in the fields")
    func roundTrip() throws {
        var state: UInt64 = 11
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        let pieces = ["a", "\"", ",", "\n", "\r\n", "é", "\"\"", "\t", " ", "\\", "😀", ";", "word"]
        let columns = Columns(["id", "text", "note"])
        let writer = RowWriter(.delimited(UInt8(ascii: ",")), columns: columns.names)
        var bytes: [UInt8] = []
        writer.appendHeader(to: &bytes)
        var expected: [[String]] = []
        for id in 0..<300 {
            let fields =
                ["\(id)"] + (0..<2).map { _ in (0..<random(8)).map { _ in pieces[random(pieces.count)] }.joined() }
            expected.append(fields)
            var buffer: [UInt8] = []
            var ends: [Int32] = []
            for field in fields {
                buffer += Array(field.utf8)
                ends.append(Int32(buffer.count))
            }
            writer.append(Record(columns: columns, place: Place(file: ""), bytes: buffer, ends: ends), to: &bytes)
        }
        var options = ReadingOptions()
        options.quoting = .doubled
        for size in [1, 3, 64, 1 << 20] {
            let reader = try DelimitedReader(
                source: ChunkedSource(bytes, chunk: size), file: "r.csv", sample: bytes, options: options)
            #expect(try reader.allRows().map(\.fields) == expected)
        }
    }
}
