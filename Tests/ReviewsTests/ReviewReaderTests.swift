import Foundation
import Testing
import ValenceReviews

/// Files with the given texts in a folder of their own, and their folder's path, which messages are freed of.
struct ReviewFiles {
    let folder: URL

    init(_ files: [String: String]) throws {
        folder = try temporaryFolder()
        for (name, text) in files { try Data(text.utf8).write(to: folder.appendingPathComponent(name)) }
    }

    func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    func remove() { try? FileManager.default.removeItem(at: folder) }

    /// What reading throws, in words, the folder's path left out.
    func problem(_ names: [String], needsLabel: Bool = true, _ change: (inout ReadingOptions) -> Void = { _ in })
        -> String
    {
        do {
            _ = try read(names, needsLabel: needsLabel, change)
            return "nothing was thrown"
        } catch {
            return "\(error)".replacingOccurrences(of: folder.path + "/", with: "")
        }
    }

    func read(
        _ names: [String], needsLabel: Bool = true, _ change: (inout ReadingOptions) -> Void = { _ in }
    ) throws -> (reader: ReviewReader, reviews: [Review]) {
        var options = ReadingOptions()
        change(&options)
        let reader = try ReviewReader(names.map(path), options: options, needsLabel: needsLabel)
        var reviews: [Review] = []
        while let review = try reader.next() { reviews.append(review) }
        return (reader, reviews)
    }
}

extension Review {
    fileprivate var words: String {
        var said = "\(status)"
        if case .rejected(let reason) = status { said = "rejected: " + reason }
        return "\(id ?? "-")|\(String(decoding: text, as: UTF8.self))|\(label ?? "-")|\(said)"
    }
}

@Suite("Review reader")
struct ReviewReaderTests {
    let table = "id,text,rating\n1,good,5\n2,,4\n3,bad,1.0\n4,so so,3\n5,odd,maybe\n6,quiet,\n"

    @Test("with skip every record comes out with its status, and is counted")
    func skip() throws {
        let files = try ReviewFiles(["r.csv": table])
        defer { files.remove() }
        let (reader, reviews) = try files.read(["r.csv"]) {
            $0.labelMap = "stars-binary"
            $0.onError = .skip
            $0.rejectsPath = files.path("rejects.jsonl")
        }
        let refusal = "label 'maybe' is not one of 1, 2, 3, 4, 5; map it with --label-map"
        #expect(
            reviews.map(\.words) == [
                "1|good|positive|ok", "2||positive|empty", "3|bad|negative|ok", "4|so so|-|ok",
                "5|odd|-|rejected: \(refusal)", "6|quiet|-|ok",
            ])
        let tally = reader.tally
        #expect(tally.records == 6)
        #expect(tally.usable == 2)
        #expect(tally.empty == 1)
        #expect(tally.dropped == 1)
        #expect(tally.unlabelled == 1)
        #expect(tally.rejected == 1)
        #expect(tally.reasons.map(\.text) == [refusal])
        #expect(
            tally.sentences.map { $0.replacingOccurrences(of: files.folder.path + "/", with: "") } == [
                "1 of 6 records have no text", "1 of 6 records have no label",
                "1 of 6 records are left out by the label map", "1 of 6 records are rejected",
                "  1 × \(refusal), first at r.csv:6",
            ])
        let rejects = try String(contentsOfFile: files.path("rejects.jsonl"), encoding: .utf8)
        #expect(
            rejects.replacingOccurrences(of: files.folder.path + "/", with: "")
                == #"{"place":"r.csv:6","reason":"\#(refusal)","fields":{"id":"5","text":"odd","rating":"maybe"}}"#
                + "\n")
    }

    @Test("with fail learning ends at the first bad record, classifying does not")
    func fail() throws {
        let files = try ReviewFiles(["r.csv": table, "b.csv": "text,label\nx,pos\ny\nz,neg\n"])
        defer { files.remove() }
        #expect(
            files.problem(["r.csv"]) { $0.labelMap = "stars-binary" }
                == "r.csv:6: label 'maybe' is not one of 1, 2, 3, 4, 5; map it with --label-map")
        #expect(files.problem(["b.csv"]) == "b.csv:3: found 1 field, expected 2")
        let (_, reviews) = try files.read(["b.csv"], needsLabel: false)
        #expect(
            reviews.map(\.words) == [
                "-|x|pos|ok", "-|y|-|rejected: found 1 field, expected 2", "-|z|neg|ok",
            ])
        let (_, mapped) = try files.read(["r.csv"], needsLabel: false) { $0.labelMap = "stars-binary" }
        #expect(mapped.map(\.status) == [.ok, .empty, .ok, .ok, .ok, .ok])
    }

    @Test("findings say format, encoding and columns")
    func findings() throws {
        let files = try ReviewFiles(["r.csv": table])
        defer { files.remove() }
        let (reader, _) = try files.read(["r.csv"], needsLabel: false)
        #expect(
            reader.findings == [
                "CSV, comma-separated, quotes doubled, with a header, UTF-8", "text from column 'text'",
                "label from column 'rating'", "id from column 'id'",
            ])
        #expect(reader.format == .csv)
        #expect(reader.textColumns == ["text"])
    }

    @Test("several text columns are joined by a line break, blank ones left out; limit counts records")
    func joined() throws {
        let files = try ReviewFiles(["r.csv": "title,text,label\nA,b,1\n,c,0\nD,,1\n \t,\u{A0},1\nE,f,0\n"])
        defer { files.remove() }
        let (reader, reviews) = try files.read(["r.csv"]) {
            $0.textColumns = ["title", "text"]
            $0.limit = 4
        }
        #expect(reviews.map(\.words) == ["-|A\nb|1|ok", "-|c|0|ok", "-|D|1|ok", "-||1|empty"])
        #expect(reader.tally.records == 4)
    }

    @Test("counts what the encoding does not allow, and says so at the end")
    func repairs() throws {
        let files = try ReviewFiles(["a.csv": "text,label\nx,pos\ny,neg\n"])
        defer { files.remove() }
        let path = files.path("a.csv")
        try Data(Array("text,label\na review of some length".utf8) + [0xFF, 0xFE] + Array(",pos\n".utf8)).write(
            to: URL(fileURLWithPath: path))
        var options = ReadingOptions()
        options.encoding = "UTF-8"
        let reader = try ReviewReader([path], options: options, needsLabel: true)
        while try reader.next() != nil {}
        #expect(reader.tally.remarks == ["\(path): 2 ill-formed UTF-8 sequences became U+FFFD"])
    }

    @Test("several files are read in order; columns match by name")
    func several() throws {
        let files = try ReviewFiles([
            "a.csv": "text,label\nx,pos\n", "b.csv": "label,text\nneg,y\n", "c.csv": "text,stars\nz,1\n",
            "f.csv": "note,text,label\nn,w,neg\n",
            "d.xml": "<a><r><text>p</text><label>pos</label></r><r><text>q</text></r></a>",
            "e.xml": "<a><r><label>neg</label><who>me</who><text>s</text></r><r><text>t</text></r></a>",
        ])
        defer { files.remove() }
        let (reader, reviews) = try files.read(["a.csv", "b.csv"])
        #expect(reader.columns.names == ["text", "label"])
        #expect(reviews.map(\.words) == ["-|x|pos|ok", "-|y|neg|ok"])
        #expect(reviews[1].record.string(1) == "neg")
        #expect(
            files.problem(["a.csv", "c.csv"])
                == "c.csv: it has no column 'label', as the first file has; its columns are text, stars; "
                + "files read together need the same names for text and label")
        // Columns that are neither text nor label may differ where nothing is written again.
        let (mixed, rows) = try files.read(["a.csv", "f.csv"])
        #expect(mixed.columns.names == ["text", "label", "note"])
        #expect(rows.map(\.words) == ["-|x|pos|ok", "-|w|neg|ok"])
        let (open, all) = try files.read(["d.xml", "e.xml"])
        #expect(open.columns.names == ["text", "label", "who"])
        #expect(all.map(\.words) == ["-|p|pos|ok", "-|q|-|ok", "-|s|neg|ok", "-|t|-|ok"])
        #expect(all[2].record.string(2) == "me")
        #expect(all[0].record.fieldCount == 3)
    }

    @Test("labels of one XML record must agree, or the first is taken")
    func manyLabels() throws {
        let record =
            "<s><text>%</text><a><b polarity='positive'/><b polarity='negative'/></a><c polarity='positive'/></s>"
        let files = try ReviewFiles(["r.xml": "<x>\(record)\n<s><text>t</text><c polarity='positive'/></s></x>"])
        defer { files.remove() }
        #expect(
            files.problem(["r.xml"])
                == "r.xml:1: its labels disagree (negative, positive); take the first with --label-many first, "
                + "or leave such records out with --on-error skip")
        let (_, first) = try files.read(["r.xml"]) { $0.manyLabels = .first }
        #expect(first.map(\.label) == ["positive", "positive"])
        let (_, mapped) = try files.read(["r.xml"]) { $0.labelMap = "positive,negative=some;other=none" }
        #expect(mapped.map(\.label) == ["some", "some"])
        let (_, classified) = try files.read(["r.xml"], needsLabel: false)
        #expect(classified.map(\.label) == [nil, "positive"])
        #expect(classified.map(\.status) == [.ok, .ok])
    }

    @Test("XML paths are given from the record or with its name, as element or attribute")
    func paths() throws {
        let files = try ReviewFiles([
            "r.xml": "<x><review stars='5'><body><p>a</p><p>b</p></body><day>1</day></review>"
                + "<review stars='1'><body><p>c</p></body></review></x>"
        ])
        defer { files.remove() }
        let (_, reviews) = try files.read(["r.xml"]) {
            $0.xmlRecord = "review"
            $0.xmlText = "review/body/p"
            $0.xmlLabel = "@stars"
        }
        #expect(reviews.map(\.words) == ["-|a\nb|5|ok", "-|c|1|ok"])
        #expect(
            files.problem(["r.xml"]) { $0.xmlText = "body/q" }
                == "r.xml: has no column 'body/q' (--xml-text); the columns are @stars, body/p, day; did you mean 'body/p'?"
        )
    }

    @Test("a strict XML file that breaks off keeps its records with skip")
    func brokenXML() throws {
        let text = "<a><r><text>x</text><label>1</label></r>\n<r><text>y & z</text><label>0</label></r></a>"
        let files = try ReviewFiles(["r.xml": text])
        defer { files.remove() }
        #expect(
            files.problem(["r.xml"])
                == "r.xml:2: not well-formed XML: xmlParseEntityRef: no name; --xml-lenient mends what can be mended")
        let (reader, reviews) = try files.read(["r.xml"]) { $0.onError = .skip }
        #expect(reviews.map(\.words) == ["-|x|1|ok"])
        #expect(
            reader.tally.reasons.map(\.text) == [
                "the rest of the file cannot be read: not well-formed XML: xmlParseEntityRef: no name; "
                    + "--xml-lenient mends what can be mended"
            ])
        let (lenient, all) = try files.read(["r.xml"]) { $0.xmlLenient = true }
        #expect(all.map(\.words) == ["-|x|1|ok", "-|y & z|0|ok"])
        #expect(
            lenient.tally.remarks.map { $0.replacingOccurrences(of: files.folder.path + "/", with: "") } == [
                "r.xml: mended while reading: 1 bare '&'"
            ])
    }

    @Test("files that cannot be reviews are refused in plain words")
    func refused() throws {
        let files = try ReviewFiles(["empty.csv": "", "blank.csv": "\n\n", "zip.csv": "PK\u{3}\u{4}\u{0}\u{0}ab"])
        defer { files.remove() }
        #expect(files.problem(["empty.csv"]) == "empty.csv: the file is empty, expected reviews")
        #expect(files.problem(["blank.csv"]) == "blank.csv: the file is empty, expected reviews")
        #expect(
            files.problem(["zip.csv"])
                == "zip.csv: is binary data, expected text: CSV, TSV, JSON Lines or XML, also gzipped")
        #expect(files.problem(["none.csv"]).hasPrefix("none.csv: "))
        #expect(files.problem([]) == "no file to read; name one, or '-'")
    }

    @Test("the format is told by name, or else by content")
    func formats() throws {
        let xml = "<a><r><text>x</text></r><r><text>y</text></r></a>"
        let files = try ReviewFiles([
            "a": xml, "b.txt": "{\"text\":\"x\"}\n{\"text\":\"y\"}\n", "c.review": xml, "d": "text;label\nx;1\ny;0\n",
        ])
        defer { files.remove() }
        for (name, format) in [("a", ReadingOptions.Format.xml), ("b.txt", .jsonl), ("c.review", .xml), ("d", .csv)] {
            let (reader, reviews) = try files.read([name], needsLabel: false)
            #expect(reader.format == format)
            #expect(reviews.map { String(decoding: $0.text, as: UTF8.self) } == ["x", "y"])
        }
        #expect(
            files.problem(["d"]) { $0.format = .folder } == "d is no folder; leave out --format folder to read it")
    }
}
