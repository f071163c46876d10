import Foundation
import Testing
import ValenceReviews

@Suite("Inspection")
struct InspectionTests {
    @Test("an inspection counts records, labels, lengths, copies and rejects, and says them as text")
    func counts() throws {
        let files = try ReviewFiles([
            "r.csv":
                "id,text,rating\n1,Good film!,5\n2,good  film,4\n3,,1\n4,\"Très, très mauvais\",1\n5,fine,maybe\n6,meh\n"
        ])
        defer { files.remove() }
        var options = ReadingOptions()
        options.labelMap = "stars-binary"
        let found = try Inspection(of: [files.path("r.csv")], options: options)
        #expect(found.tally.records == 6)
        #expect(found.tally.empty == 1)
        #expect(found.tally.rejected == 2)
        #expect(found.labels.map(\.label) == ["negative", "positive"])
        #expect(found.labels.map(\.count) == [1, 2])
        #expect(found.duplicates == 1)
        #expect(found.lengths?.median == 10)
        #expect(found.lengths?.mean == 9)
        #expect(found.columns.map(\.example) == ["1", "Good film!", "5"])
        #expect(
            found.description.replacingOccurrences(of: files.folder.path + "/", with: "") == """
                r.csv
                  CSV, comma-separated, quotes doubled, with a header, UTF-8
                  text from column 'text'
                  label from column 'rating'
                  id from column 'id'

                columns
                  id      1
                  text    Good film!
                  rating  5

                records 6
                  1 of 6 records have no text
                  2 of 6 records are rejected
                    1 × label 'maybe' is not one of 1, 2, 3, 4, 5; map it with --label-map, first at r.csv:6
                    1 × found 2 fields, expected 3, first at r.csv:7
                  1 repeat an earlier text
                  characters: 3 to 18, median 10, mean 9

                labels
                  negative  1  33.3 %
                  positive  2  66.7 %

                """)
    }

    @Test("an implausible label column is said, not counted")
    func implausible() throws {
        let rows = (0..<30).map { "text \($0),value \($0)" }.joined(separator: "\n")
        let files = try ReviewFiles(["r.csv": "text,label\n\(rows)\n"])
        defer { files.remove() }
        let found = try Inspection(of: [files.path("r.csv")], options: ReadingOptions())
        #expect(found.labels.isEmpty)
        #expect(found.findings.last?.hasPrefix("column 'label' cannot be the label: 30 different values") ?? false)
    }
}
