import Testing
import ValenceReviews

@Suite("Lenient XML")
struct LenientXMLTests {
    @Test("a file without a root is read record by record, and that is said", arguments: [1, 2, 3, 7, 1 << 18])
    func rootless(chunk: Int) throws {
        let text = """
            <review>
            <rating>
            4.0
            </rating>
            <text>
            Q&A with AT&T; "fish & chips" &amp; &quot;tea&quot; &#8482; &#60;b&#62; &eacute;t&eacute; &nope; don\u{1A}t

            5 < 6, <3 <br> caf&#xE9; &#0; &#x1a;
            </text>
            </review>
            <review>
            <rating></rating><text>two</text></review>
            """
        let (reader, rows, broken, lines) = try readXML(text, chunk: chunk)
        #expect(reader.isLenient)
        #expect(
            reader.findings == [
                "XML with one record per <review>",
                "no single root element, as in the Amazon multi-domain files: read leniently, record by record",
            ])
        #expect(reader.columns.names == ["rating", "text"])
        #expect(
            rows == [
                [
                    "4.0",
                    "Q&A with AT&T; \"fish & chips\" & \"tea\" ™ <b> été &nope; don\u{FFFD}t\n\n"
                        + "5 < 6, <3 <br> café \u{FFFD} \u{FFFD}",
                ],
                ["", "two"],
            ])
        #expect(broken.isEmpty)
        #expect(lines == [1, 11])
        #expect(
            reader.mended == "mended while reading: 4 bare '&', 2 named HTML entities, "
                + "3 illegal characters (now U+FFFD), 3 '<' that begin no tag of the record")
    }

    @Test("a broken record costs itself only, and what was whole of it is kept", arguments: [1, 3, 1 << 18])
    func costsItself(chunk: Int) throws {
        let text = "<r><n>1</n><t>a</t></r><r><n>2</n><t>b</n></r><r><n>3</n><t>c</t><r><n>4</n><t>d</t></r>"
        let (_, rows, broken, _) = try readXML(text, chunk: chunk)
        #expect(rows.count == 4)
        #expect(rows[0] == ["1", "a"])
        #expect(rows[1][0] == "2")
        #expect(rows[2] == ["3", "c"])
        #expect(rows[3] == ["4", "d"])
        #expect(broken == ["broken XML: Opening and ending tag mismatch: t line 1 and n"])
    }

    @Test("a file with a root is read leniently when asked, wrappers and comments aside")
    func asked() throws {
        let text = "<?xml version='1.0'?><!-- <r>no</r> --><all><r><t>A & B</t></r> x <r/><r t='1 & 2'></r></all>"
        let (reader, rows, broken, _) = try readXML(text) { $0.xmlLenient = true }
        #expect(reader.columns.names == ["t", "@t"])
        #expect(rows == [["A & B", ""], ["", ""], ["", "1 & 2"]])
        #expect(broken.isEmpty)
        #expect(reader.mended == "mended while reading: 2 bare '&', 1 stray bytes between records")
    }

    @Test("bytes that are no UTF-8 become U+FFFD one by one")
    func invalidBytes() throws {
        let bytes = Array("<r><t>a".utf8) + [0xFF, 0xE2, 0x82] + Array("b</t></r><r><t>c</t></r>".utf8)
        let reader = try XMLRecordReader(
            source: ChunkedSource(bytes, chunk: 2), file: "r.xml", sample: bytes, options: ReadingOptions())
        guard case .record(let record)? = try reader.next() else {
            Issue.record("no record")
            return
        }
        #expect(record.string(0) == "a\u{FFFD}\u{FFFD}\u{FFFD}b")
    }
}
