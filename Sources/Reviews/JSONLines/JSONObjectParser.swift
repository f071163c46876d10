/// Reads one JSON object flat (RFC 8259): its names and values as UTF-8, in their order.
///
/// A string comes without its escapes, a number as it is written (so that an id above 2⁵³ stays whole), `true` and `false`
/// as words, `null` as nothing; an inner object or array as its own JSON text.
struct JSONObjectParser {
    /// What is wrong, and at which byte of the line.
    struct Fault: Error, Equatable {
        let expected: String
        let offset: Int
    }

    struct Member {
        var name: [UInt8]
        var value: [UInt8]
    }

    private let text: ArraySlice<UInt8>
    private var at: Int

    private init(_ text: ArraySlice<UInt8>) {
        self.text = text
        at = text.startIndex
    }

    /// How deep inner objects and arrays may go.
    private static let depthLimit = 200

    static func members(of text: ArraySlice<UInt8>) throws(Fault) -> [Member] {
        var parser = JSONObjectParser(text)
        var members: [Member] = []
        parser.skipBlanks()
        try parser.expect("{", "an object that begins with {")
        parser.skipBlanks()
        if parser.take("}") {
            try parser.expectEnd()
            return members
        }
        while true {
            parser.skipBlanks()
            let name = try parser.string()
            parser.skipBlanks()
            try parser.expect(":", "a colon behind the name")
            parser.skipBlanks()
            members.append(Member(name: name, value: try parser.value()))
            parser.skipBlanks()
            if parser.take("}") { break }
            try parser.expect(",", "a comma or } behind the value")
        }
        try parser.expectEnd()
        return members
    }

    private mutating func value() throws(Fault) -> [UInt8] {
        switch peek {
        case UInt8(ascii: "\""): return try string()
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            let start = at
            try skipValue(depth: 0)
            return Array(text[start..<at])
        case UInt8(ascii: "n"):
            try word("null")
            return []
        default:
            let start = at
            try skipValue(depth: 0)
            return Array(text[start..<at])
        }
    }

    private mutating func skipValue(depth: Int) throws(Fault) {
        guard depth < Self.depthLimit else { throw fault("less than \(Self.depthLimit) levels of nesting") }
        switch peek {
        case UInt8(ascii: "\""): _ = try string()
        case UInt8(ascii: "{"): try skipMembers(close: "}", areNamed: true, depth: depth)
        case UInt8(ascii: "["): try skipMembers(close: "]", areNamed: false, depth: depth)
        case UInt8(ascii: "t"): try word("true")
        case UInt8(ascii: "f"): try word("false")
        case UInt8(ascii: "n"): try word("null")
        default: try number()
        }
    }

    private mutating func skipMembers(close: Unicode.Scalar, areNamed: Bool, depth: Int) throws(Fault) {
        at += 1
        skipBlanks()
        if take(close) { return }
        while true {
            skipBlanks()
            if areNamed {
                _ = try string()
                skipBlanks()
                try expect(":", "a colon behind the name")
                skipBlanks()
            }
            try skipValue(depth: depth + 1)
            skipBlanks()
            if take(close) { return }
            try expect(",", "a comma or \(close)")
        }
    }

    private mutating func number() throws(Fault) {
        let start = at
        _ = take("-")
        // A zero stands alone: 01 is no number.
        guard take("0") || digits() > 0 else {
            at = start
            throw fault("a value")
        }
        if take(".") {
            guard digits() > 0 else { throw fault("digits behind the point") }
        }
        if take("e") || take("E") {
            if !take("+") { _ = take("-") }
            guard digits() > 0 else { throw fault("digits of an exponent") }
        }
    }

    private mutating func digits() -> Int {
        let start = at
        while let byte = peek, byte >= 0x30, byte <= 0x39 { at += 1 }
        return at - start
    }

    private mutating func string() throws(Fault) -> [UInt8] {
        try expect("\"", "a name or text in quotes")
        var result: [UInt8] = []
        var runStart = at
        while let byte = peek {
            switch byte {
            case UInt8(ascii: "\""):
                result.append(contentsOf: text[runStart..<at])
                at += 1
                return result
            case UInt8(ascii: "\\"):
                result.append(contentsOf: text[runStart..<at])
                at += 1
                try escape(into: &result)
                runStart = at
            case 0..<0x20:
                throw fault("no bare control character in a text")
            default: at += 1
            }
        }
        throw fault("a closing quote")
    }

    private mutating func escape(into result: inout [UInt8]) throws(Fault) {
        guard let byte = peek else { throw fault("a closing quote") }
        at += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): result.append(byte)
        case UInt8(ascii: "b"): result.append(0x08)
        case UInt8(ascii: "f"): result.append(0x0C)
        case UInt8(ascii: "n"): result.append(0x0A)
        case UInt8(ascii: "r"): result.append(0x0D)
        case UInt8(ascii: "t"): result.append(0x09)
        case UInt8(ascii: "u"):
            var code = try hexadecimal()
            if code & 0xFC00 == 0xD800, text[at...].starts(with: Array("\\u".utf8)) {
                let mark = at
                at += 2
                let low = try hexadecimal()
                if low & 0xFC00 == 0xDC00 {
                    code = 0x10000 + (code & 0x3FF) << 10 + low & 0x3FF
                } else {
                    at = mark
                }
            }
            // Half a surrogate pair stands for no character.
            let scalar = Unicode.Scalar(code) ?? "\u{FFFD}"
            result.append(contentsOf: UTF8.encode(scalar).map(Array.init) ?? [])
        default:
            at -= 1
            throw fault("an escape that JSON knows behind the backslash")
        }
    }

    private mutating func hexadecimal() throws(Fault) -> UInt32 {
        let digits = text[at...].prefix(4)
        guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let code = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw fault("four hexadecimal digits behind \\u") }
        at += 4
        return code
    }

    private mutating func word(_ word: String) throws(Fault) {
        guard text[at...].starts(with: word.utf8) else { throw fault("a value") }
        at += word.utf8.count
    }

    private var peek: UInt8? { at < text.endIndex ? text[at] : nil }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard peek == UInt8(ascii: scalar) else { return false }
        at += 1
        return true
    }

    private mutating func expect(_ scalar: Unicode.Scalar, _ expected: String) throws(Fault) {
        if !take(scalar) { throw fault(expected) }
    }

    private mutating func expectEnd() throws(Fault) {
        skipBlanks()
        if at < text.endIndex { throw fault("nothing behind the object") }
    }

    private mutating func skipBlanks() {
        while let byte = peek, byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A { at += 1 }
    }

    private func fault(_ expected: String) -> Fault { Fault(expected: expected, offset: at - text.startIndex) }
}
