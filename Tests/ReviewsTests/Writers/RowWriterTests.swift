import Testing
import ValenceReviews

@Suite("A row")
struct RowWriterTests {
    private func row(_ format: RowWriter.Format, _ fields: [String], _ added: [RowValue]) -> String {
        let columns = Columns(fields.indices.map { "c\($0)" })
        var bytes: [UInt8] = []
        var ends: [Int32] = []
        for field in fields {
            bytes += Array(field.utf8)
            ends.append(Int32(bytes.count))
        }
        let writer = RowWriter(format, columns: columns.names + added.indices.map { "a\($0)" })
        var out: [UInt8] = []
        writer.appendHeader(to: &out)
        writer.append(Record(columns: columns, place: Place(file: ""), bytes: bytes, ends: ends), added, to: &out)
        return String(decoding: out, as: UTF8.self)
    }

    private let added: [RowValue] = [.text("a,b"), .number("0.25"), .nothing]

    @Test("of CSV quotes only what must be quoted")
    func csv() {
        #expect(
            row(.delimited(UInt8(ascii: ",")), ["plain text", "x\"y", "l\nm", "", "p\rq"], added)
                == "c0,c1,c2,c3,c4,a0,a1,a2\nplain text,\"x\"\"y\",\"l\nm\",,\"p\rq\",\"a,b\",0.25,\n")
    }

    @Test("of one empty field is not a blank line")
    func lone() {
        #expect(row(.delimited(UInt8(ascii: ",")), [""], []) == "c0\n\"\"\n")
    }

    @Test("of TSV without quoting keeps quotes as they are")
    func tsv() {
        #expect(
            row(.unquotedTSV, ["\"x\" y", "a\tb\nc"], added) == "c0\tc1\ta0\ta1\ta2\n\"x\" y\ta b c\ta,b\t0.25\t\n")
    }

    @Test("of JSON Lines escapes what it must, and writes numbers bare")
    func json() {
        #expect(
            row(.jsonLines, ["a\"\\\n\u{1}é😀"], added)
                == #"{"c0":"a\"\\\n\u0001é😀","a0":"a,b","a1":0.25,"a2":null}"# + "\n")
    }
}
