import Foundation
import Testing
import ValenceReviews

@Suite("An opened input")
struct OpenedInputTests {
    private func content(_ bytes: [UInt8], encoding: String = "auto") throws -> (text: String, input: OpenedInput) {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("in").path
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        let input = try OpenedInput.open(path: path, encoding: encoding)
        var all: [UInt8] = []
        while try input.source.read(into: &all) > 0 {}
        return (String(decoding: all, as: UTF8.self), input)
    }

    private let text = "id,text\n1,naïve café — “fine” 😀\n"

    @Test("is UTF-8 without its byte order mark")
    func byteOrderMark() throws {
        let (found, input) = try content([0xEF, 0xBB, 0xBF] + Array(text.utf8))
        #expect(found == text)
        #expect(input.encoding == "UTF-8")
        #expect(input.sample == Array(text.utf8))
        #expect(try content([0xEF, 0xBB, 0xBF] + Array(text.utf8), encoding: "utf-8").text == text)
    }

    @Test("finds UTF-16 with a mark and without, in either order of bytes", arguments: [true, false])
    func utf16(isBigEndian: Bool) throws {
        let body = text.utf16.flatMap { unit -> [UInt8] in
            let pair = [UInt8(unit >> 8), UInt8(unit & 0xFF)]
            return isBigEndian ? pair : pair.reversed()
        }
        let mark: [UInt8] = isBigEndian ? [0xFE, 0xFF] : [0xFF, 0xFE]
        #expect(try content(mark + body).text == text)
        #expect(try content(body).text == text)
        #expect(try content(body).input.encoding == (isBigEndian ? "UTF-16BE" : "UTF-16LE"))
    }

    @Test("finds Windows-1252 and Latin-1")
    func western() throws {
        let windows: [UInt8] = Array("it".utf8) + [0x92] + Array("s caf".utf8) + [0xE9]
        #expect(try content(windows).text == "it’s café")
        #expect(try content(windows).input.encoding == "WINDOWS-1252")
        let latin: [UInt8] = Array("caf".utf8) + [0xE9, 0x0A]
        #expect(try content(latin).text == "café\n")
        #expect(try content(latin).input.encoding == "ISO-8859-1")
    }

    @Test("obeys an XML declaration and a name that was given")
    func declared() throws {
        let xml = Array("<?xml version=\"1.0\" encoding='ISO-8859-2'?><r>".utf8) + [0xB1]
        #expect(try content(xml).text.hasSuffix("<r>ą"))
        #expect(try content([0x82, 0xA0], encoding: "SHIFT_JIS").text == "あ")
    }

    @Test("an encoding that nobody knows is refused")
    func unknownEncoding() {
        #expect {
            try content([0x41], encoding: "klingon")
        } throws: { error in
            "\(error)"
                == "--encoding expects a name that iconv knows (iconv --list shows them), found 'klingon'"
        }
    }

    @Test("ill-formed bytes of a file that is said to be UTF-8 become U+FFFD, wherever they fall")
    func repairs() throws {
        #expect(try content([0x61, 0xFF, 0x62, 0xE2, 0x82], encoding: "UTF-8").text == "a\u{FFFD}b\u{FFFD}")
        // Behind the sample: three bytes each, so that chunks cut sequences in two.
        let long = String(repeating: "€", count: 700_000)
        let (found, _) = try content(Array(long.utf8) + [0xFF] + Array("end".utf8))
        #expect(found == long + "\u{FFFD}end")
    }

    @Test("unpacks gzip, also several members behind each other, and names damage")
    func gzip() throws {
        // "hello " and "world" packed apart by gzip -n.
        let hello: [UInt8] = [
            0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0xcb, 0x48, 0xcd, 0xc9, 0xc9, 0x57, 0, 0, 0xf6, 0xf9, 0x81, 0xed, 6, 0,
            0, 0,
        ]
        let world: [UInt8] = [
            0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0x2b, 0xcf, 0x2f, 0xca, 0x49, 1, 0, 0x43, 0x11, 0x77, 0x3a, 5, 0, 0, 0,
        ]
        let (found, input) = try content(hello + world)
        #expect(found == "hello world")
        #expect(input.isCompressed)
        for cut in [3, 12, 20] {
            #expect {
                try content(Array(hello[..<cut]))
            } throws: { error in
                "\(error)".hasSuffix("the gzip data ends in the middle; unpack or fetch it again")
            }
        }
        var damaged = hello
        damaged[20] ^= 0xFF
        #expect {
            try content(damaged)
        } throws: { error in
            "\(error)".contains("the gzip data is damaged (zlib says -3)")
        }
    }

    @Test("a missing file and a folder are named")
    func missing() {
        #expect(throws: ReviewsError.noInput(path: "no/such.csv", reason: "no such file or folder")) {
            try OpenedInput.open(path: "no/such.csv")
        }
        #expect(throws: ReviewsError.noInput(path: "/", reason: "is a folder, expected a file")) {
            try OpenedInput.open(path: "/")
        }
    }
}
