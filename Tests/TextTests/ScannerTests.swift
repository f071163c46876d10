import Testing
import ValenceText

@Suite("The walk over a text")
struct ScannerTests {
    private static let letters = "aZmA0z9yBCx5dEfgHiJkLnOpQ"

    @Test("keeps words of every length whole, at the text's end and before it", arguments: [true, false])
    func lengths(lowercase: Bool) {
        var settings = TextSettings()
        settings.lowercase = lowercase
        for length in 1...Self.letters.count {
            let word = String(Self.letters.prefix(length))
            let expected = lowercase ? word.lowercased() : word
            for behind in ["", " ", "  x", " and a longer rest"] {
                let rest = behind.split(separator: " ").map { String($0) }
                #expect(tokens("b " + word + behind, settings) == ["b", expected] + rest)
            }
        }
    }

    @Test("ends a word before every sign of ASCII that no word holds, and nowhere else")
    func neighbours() {
        for byte in UInt8(0x21)..<0x7F {
            let isWordByte =
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
                case UInt8(ascii: "0")...UInt8(ascii: "9"): true
                default: false
                }
            // Apostrophes join, and what follows @ is a name.
            guard byte != UInt8(ascii: "'"), byte != UInt8(ascii: "@") else { continue }
            for length in 1...9 {
                let word = [UInt8](repeating: UInt8(ascii: "p"), count: 1) + Array("qrstuvwx".utf8.prefix(length - 1))
                let found = tokens(bytes: word + [byte] + Array("yz".utf8))
                let first = String(decoding: word, as: UTF8.self)
                if isWordByte {
                    let sign = String(decoding: [byte], as: UTF8.self).lowercased()
                    #expect(found == [first + sign + "yz"])
                } else {
                    #expect(found.first == first && found.last == "yz", "\(first), byte \(byte)")
                }
            }
        }
    }

    @Test("gives each word the hash of its bytes")
    func hashes() {
        var list = TokenList()
        Tokenizer(TextSettings()).tokenize(Array("Ab abcdefg ABCDEFGH abcdefghi x".utf8)[...], into: &list)
        #expect(list.hashes == ["ab", "abcdefg", "abcdefgh", "abcdefghi", "x"].map { TokenHash.of($0) })
    }
}
