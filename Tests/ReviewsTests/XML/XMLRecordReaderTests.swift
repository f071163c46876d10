import Testing
import ValenceReviews

/// Reads all of `text`; broken records are marked.
func readXML(
    _ text: String, chunk: Int = 1 << 18, sample: Int? = nil, _ change: (inout ReadingOptions) -> Void = { _ in }
) throws -> (reader: XMLRecordReader, rows: [[String]], broken: [String], lines: [Int?]) {
    var options = ReadingOptions()
    change(&options)
    let bytes = Array(text.utf8)
    let reader = try XMLRecordReader(
        source: ChunkedSource(bytes, chunk: chunk), file: "r.xml", sample: Array(bytes.prefix(sample ?? bytes.count)),
        options: options, isWhole: sample.map { $0 >= bytes.count })
    var rows: [[String]] = []
    var broken: [String] = []
    var lines: [Int?] = []
    while let found = try reader.next() {
        switch found {
        case .record(let record):
            rows.append((0..<record.fieldCount).map(record.string))
            lines.append(record.place.line)
        case .broken(let record, let reason):
            rows.append((0..<record.fieldCount).map(record.string))
            lines.append(record.place.line)
            broken.append(reason)
        }
    }
    return (reader, rows, broken, lines)
}

@Suite("XML record reader")
struct XMLRecordReaderTests {
    let dialect = """
        <?xml version="1.0" encoding="ISO-8859-1"?>
        <!-- a dump -->
        <reviews count="2">
          <review id="1" stars='5'>
            <title>Good &amp; cheap</title>
            <text>
              Très bon &#8482; <![CDATA[<3 & more]]>
            </text>
            <tags><tag>a "b"</tag><tag>c</tag></tags>
          </review>
          <review id="2" stars="1"><text>Bad. </text><title/></review>
        </reviews>
        """

    @Test("fields are leaf elements and attributes by path, in order of appearance", arguments: [1, 2, 3, 7, 1 << 18])
    func fields(chunk: Int) throws {
        let (reader, rows, broken, lines) = try readXML(dialect, chunk: chunk)
        #expect(reader.columns.names == ["@id", "@stars", "title", "text", "tags/tag"])
        #expect(
            rows == [
                ["1", "5", "Good & cheap", "Très bon ™ <3 & more", #"["a \"b\"","c"]"#],
                ["2", "1", "", "Bad. ", ""],
            ])
        #expect(broken.isEmpty)
        #expect(lines == [4, 11])
        #expect(!reader.isLenient)
        #expect(reader.findings == ["XML with one record per <review>"])
    }

    @Test("a declared encoding is ignored, for the bytes are UTF-8 already")
    func declaredEncoding() throws {
        #expect(try readXML(dialect).rows[0][3].hasPrefix("Très"))
    }

    @Test("paths that come behind the sample are gathered in other_fields")
    func otherFields() throws {
        let text =
            "<r>" + String(repeating: "<e><t>one</t></e>", count: 3)
            + "<e><t>two</t><x a=\"q&quot;\">1</x><x>2</x></e></r>"
        let (reader, rows, _, _) = try readXML(text, sample: 40)
        #expect(reader.columns.names == ["t", "other_fields"])
        #expect(rows[2] == ["one", ""])
        #expect(rows[3] == ["two", #"{"x/@a":"q\"","x":["1","2"]}"#])
    }

    @Test("markup inside a text is part of the text, an empty element a line break")
    func mixedContent() throws {
        let (reader, rows, _, _) = try readXML("<a><r><t>so <b>very</b> good<br/>and</t></r><r><t>x</t></r></a>")
        #expect(reader.columns.names == ["t"])
        #expect(rows == [["so very good\nand"], ["x"]])
    }

    @Test("a record element's own text is the field '.'")
    func ownText() throws {
        let (reader, rows, _, _) = try readXML(#"<a><r s="1">good</r><r s="2">bad<x>y</x></r></a>"#)
        #expect(reader.columns.names == ["@s", ".", "x"])
        #expect(rows == [["1", "good", ""], ["2", "bad", "y"]])
    }

    @Test("the record element is found below wrappers, and can be named by its path")
    func recordElement() throws {
        let text = """
            <dump><meta><day>1</day></meta><reviews><review><a>x</a><p>1</p><p>2</p></review>
            <review><a>y</a></review></reviews></dump>
            """
        #expect(try readXML(text).rows == [["x", #"["1","2"]"#], ["y", ""]])
        #expect(try readXML(text) { $0.xmlRecord = "reviews/review" }.rows.count == 2)
        #expect(try readXML(text) { $0.xmlRecord = "meta" }.rows == [["1"]])
        #expect(try readXML("<reviews><review><a>only</a></review></reviews>").rows == [["only"]])
        #expect(try readXML("<dump><thing><a>only</a><b>c</b></thing></dump>").rows == [["only", "c"]])
    }

    @Test("a record element that is not there is an error that names those that are")
    func noSuchRecord() {
        #expect(
            throws: ReviewsError.badData(
                Place(file: "r.xml"),
                problem: "holds no <item> in its first 32 bytes; it has <a>, <r>, <t>; "
                    + "name the element of one review with --xml-record")
        ) { try readXML("<a><r><t>1</t></r><r></r> </a>\n\n") { $0.xmlRecord = "item" } }
    }

    @Test("a broken file keeps the records before the fault, and says line and reason")
    func broken() throws {
        let text = "<a>\n<r><t>1</t></r>\n<r><t>2</t></r>\n<r><t>A & B</t></r>\n</a>"
        let bytes = Array(text.utf8)
        let reader = try XMLRecordReader(
            source: ChunkedSource(bytes), file: "r.xml", sample: bytes, options: ReadingOptions())
        for expected in ["1", "2"] {
            guard case .record(let record)? = try reader.next() else {
                Issue.record("no record")
                return
            }
            #expect(record.string(0) == expected)
        }
        #expect(
            throws: ReviewsError.badData(
                Place(file: "r.xml", line: 4),
                problem: "not well-formed XML: xmlParseEntityRef: no name; --xml-lenient mends what can be mended")
        ) { try reader.next() }
    }

    @Test("a file that ends in a record is an error")
    func truncated() {
        #expect(throws: ReviewsError.self) { try readXML("<a><r><t>1</t></r><r><t>2</t>") }
    }

    @Test("a text of 20 MB is read whole")
    func hugeText() throws {
        let text = String(repeating: "schön & gut. ".replacingOccurrences(of: "&", with: "&amp;"), count: 1_200_000)
        let (_, rows, _, _) = try readXML("<a><r><t>\(text)</t></r><r><t>x</t></r></a>", sample: 1 << 20)
        #expect(rows[0][0].utf8.count == 14 * 1_200_000)
        #expect(rows[1][0] == "x")
    }
}
