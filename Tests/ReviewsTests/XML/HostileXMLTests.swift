import Foundation
import Testing
import ValenceReviews

@Suite("Hostile XML")
struct HostileXMLTests {
    @Test("a document that declares entities is refused before one is expanded", arguments: [1, 7, 1 << 18])
    func billionLaughs(chunk: Int) {
        var text = "<!DOCTYPE r [<!ENTITY l0 \"lol\">"
        for level in 1...9 { text += "<!ENTITY l\(level) \"" + String(repeating: "&l\(level - 1);", count: 10) + "\">" }
        text += "]><r><e><t>&l9;</t></e><e><t a=\"&l9;\">x</t></e></r>"
        #expect(
            throws: ReviewsError.badData(
                Place(file: "r.xml", line: 1), problem: "declares an entity (<!ENTITY), which is refused")
        ) { try readXML(text, chunk: chunk) }
        #expect(
            throws: ReviewsError.badData(
                Place(file: "r.xml", line: 1), problem: "declares an entity (<!ENTITY), which is refused")
        ) { try readXML(text, chunk: chunk) { $0.xmlLenient = true } }
    }

    @Test("an external entity and a parameter entity are refused and nothing of the file is read")
    func externalEntity() throws {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let secret = folder.appendingPathComponent("secret.txt")
        try Data("hidden".utf8).write(to: secret)
        for declaration in [
            "<!ENTITY x SYSTEM \"file://\(secret.path)\">",
            "<!ENTITY % x SYSTEM \"file://\(secret.path)\"> %x;",
            "\n<!ENTITY x PUBLIC \"p\" \"http://127.0.0.1:9/x\">",
        ] {
            #expect(throws: ReviewsError.self) {
                try readXML("<!DOCTYPE r [\(declaration)]><r><e><t>&x;</t></e><e><t>y</t></e></r>")
            }
        }
    }

    @Test("an external subset is not loaded, and what it might have declared is an error")
    func externalSubset() throws {
        let text = "<!DOCTYPE r SYSTEM \"http://127.0.0.1:9/r.dtd\"><r><e><t>%</t></e><e><t>y</t></e></r>"
        #expect(try readXML(text.replacingOccurrences(of: "%", with: "good")).rows == [["good"], ["y"]])
        #expect(
            throws: ReviewsError.badData(
                Place(file: "r.xml", line: 1),
                problem: "not well-formed XML: entity 'x' is not declared; --xml-lenient mends what can be mended")
        ) { try readXML(text.replacingOccurrences(of: "%", with: "&x;")) }
    }

    @Test("elements nested without end are refused")
    func depth() {
        #expect(
            throws: ReviewsError.badData(
                Place(file: "r.xml", line: 1), problem: "elements are nested more than 512 deep")
        ) { try readXML("<r><e><t>x</t></e><e>" + String(repeating: "<d>", count: 100_000)) }
    }

    @Test("names without end are refused")
    func names() {
        let text = "<r><e><t>x</t></e><e>" + (0..<20_000).map { "<n\($0)>x</n\($0)>" }.joined() + "</e></r>"
        #expect(
            throws: ReviewsError.badData(
                Place(file: "r.xml", line: 1), problem: "has more than 16384 different element and attribute names")
        ) { try readXML(text) }
    }

    @Test("markup that never ends costs time in step with its length", .timeLimit(.minutes(1)))
    func deadEnds() throws {
        for start in ["<!--", "<![CDATA[", "<?", "<!D", "<a "] {
            let text =
                "<r><t>x</t></r>" + String(repeating: start, count: 200_000) + "<r><t>y</t></r><r><t>"
                + String(repeating: start, count: 200_000)
            #expect(try readXML(text).rows.count == 3)
        }
    }
}
