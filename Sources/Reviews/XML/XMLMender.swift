/// What was mended in the bytes of records that are not well-formed XML; counted, so that it can be said.
struct XMLMendings: Equatable {
    /// A bare `&` that is a plain character.
    var ampersands = 0
    /// HTML's named references, replaced by their characters.
    var entities = 0
    /// Bytes and numeric references that XML forbids, and bytes that are no UTF-8: each became U+FFFD.
    var illegal = 0
    /// A `<` that begins no tag, and tags of HTML inside a field: text as they stand.
    var angles = 0
    /// Records without a closing tag.
    var unclosed = 0
    /// Bytes between records that are neither white space nor markup.
    var stray = 0

    var sentence: String? {
        let parts = [
            (ampersands, "bare '&'"), (entities, "named HTML entities"), (illegal, "illegal characters (now U+FFFD)"),
            (angles, "'<' that begin no tag of the record"), (unclosed, "records without a closing tag"),
            (stray, "stray bytes between records"),
        ]
        let said = parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        return said.isEmpty ? nil : "mended while reading: " + said.joined(separator: ", ")
    }
}

/// Makes one record's bytes well-formed where only characters are at fault, so that libxml2 loses nothing in silence.
///
/// A bare `&` stays an `&` (as `&amp;`), HTML's named references become their characters, what XML 1.0 forbids (section
/// 2.2) becomes U+FFFD, a `<` that begins no tag becomes `&lt;`; so do HTML's own tags (`<br>`) inside a field, for they
/// are part of the text. Faults of structure are left for the parser to find.
struct XMLMender {
    private(set) var mendings = XMLMendings()
    private var output: [UInt8] = []
    /// The names of the elements that are open at the current byte.
    private var open: [ArraySlice<UInt8>] = []
    private var deadEnds: XMLTags.DeadEnds = []

    static let html: Set<String> = [
        "a", "b", "big", "blockquote", "br", "center", "code", "del", "div", "em", "font", "h1", "h2", "h3", "hr", "i",
        "img", "ins", "li", "ol", "p", "pre", "q", "s", "small", "span", "strike", "strong", "sub", "sup", "table",
        "tbody", "td", "th", "tr", "tt", "u", "ul",
    ]

    /// The record, mended, with a closing tag where it has none.
    mutating func mend(_ record: ArraySlice<UInt8>, name: [UInt8], isClosed: Bool) -> [UInt8] {
        output.removeAll(keepingCapacity: true)
        open.removeAll(keepingCapacity: true)
        deadEnds = []
        var index = record.startIndex
        while index < record.endIndex {
            let byte = record[index]
            if byte == UInt8(ascii: "<") {
                index = angle(record, index)
            } else if byte == UInt8(ascii: "&") {
                index = ampersand(record, index)
            } else if Self.isPlain(byte) {
                let start = index
                repeat { index += 1 } while index < record.endIndex && Self.isPlain(record[index])
                output.append(contentsOf: record[start..<index])
            } else {
                index = character(record, index)
            }
        }
        if !isClosed {
            mendings.unclosed += 1
            output += Array("</".utf8) + name + Array(">".utf8)
        }
        return output
    }

    /// ASCII that stands for itself.
    private static func isPlain(_ byte: UInt8) -> Bool {
        byte == 0x0A || (byte >= 0x20 && byte < 0x80 && byte != UInt8(ascii: "<") && byte != UInt8(ascii: "&"))
    }

    mutating func addStray(_ count: Int) {
        mendings.stray += count
    }

    private mutating func angle(_ record: ArraySlice<UInt8>, _ index: Int) -> Int {
        guard let (piece, end) = XMLTags.markup(record, at: index, &deadEnds) else { return escape(record, index) }
        switch piece {
        case .open(let name, let isEmpty):
            if open.count > 1, isHTML(record[name]) { return escape(record, index) }
            if !isEmpty { open.append(record[name]) }
            return tag(record, index..<end)
        case .close(let name):
            let isOpen = open.last?.elementsEqual(record[name]) ?? false
            if !isOpen, open.count > 1, isHTML(record[name]) { return escape(record, index) }
            if isOpen { open.removeLast() }
            return tag(record, index..<end)
        case .other:
            // A document type inside a record is text; so is an instruction.
            let isKept = record[index...].starts(with: "<!--".utf8) || record[index...].starts(with: "<![CDATA[".utf8)
            guard isKept else { return escape(record, index) }
            var inner = index
            while inner < end { inner = character(record, inner) }
            return inner
        case .text: return escape(record, index)
        }
    }

    private func isHTML(_ name: ArraySlice<UInt8>) -> Bool {
        name.count <= 10 && Self.html.contains(String(decoding: name, as: UTF8.self).lowercased())
    }

    /// A tag, with the references in its attributes mended.
    private mutating func tag(_ record: ArraySlice<UInt8>, _ range: Range<Int>) -> Int {
        var index = range.lowerBound
        while index < range.upperBound {
            index = record[index] == UInt8(ascii: "&") ? ampersand(record, index) : character(record, index)
        }
        return index
    }

    private mutating func escape(_ record: ArraySlice<UInt8>, _ index: Int) -> Int {
        mendings.angles += 1
        output += Array("&lt;".utf8)
        return index + 1
    }

    private mutating func ampersand(_ record: ArraySlice<UInt8>, _ index: Int) -> Int {
        let window = record[(index + 1)..<Swift.min(index + 12, record.endIndex)]
        guard let semicolon = window.firstIndex(of: UInt8(ascii: ";")), semicolon > index + 1 else {
            return bare(index)
        }
        let name = String(decoding: record[(index + 1)..<semicolon], as: UTF8.self)
        if ["amp", "lt", "gt", "quot", "apos"].contains(name) {
            output.append(contentsOf: record[index...semicolon])
        } else if name.hasPrefix("#") {
            let digits = name.dropFirst()
            let isHex = digits.first == "x"
            let code = digits.first == "+" ? nil : UInt32(isHex ? digits.dropFirst() : digits, radix: isHex ? 16 : 10)
            guard let code else {
                // Digits that no 32 bits hold are a reference all the same.
                let isNumber = digits.dropFirst(isHex ? 1 : 0).allSatisfy { isHex ? $0.isHexDigit : $0.isNumber }
                guard isNumber, digits.count > 5 else { return bare(index) }
                return illegal(semicolon + 1)
            }
            guard Self.isLegal(code) else { return illegal(semicolon + 1) }
            output.append(contentsOf: record[index...semicolon])
        } else if let scalar = XMLEntities.scalar(name).flatMap(Unicode.Scalar.init) {
            mendings.entities += 1
            output.append(contentsOf: Array(String(Character(scalar)).utf8))
        } else {
            return bare(index)
        }
        return semicolon + 1
    }

    private mutating func bare(_ index: Int) -> Int {
        mendings.ampersands += 1
        output += Array("&amp;".utf8)
        return index + 1
    }

    private mutating func illegal(_ next: Int) -> Int {
        mendings.illegal += 1
        output += [0xEF, 0xBF, 0xBD]
        return next
    }

    /// One character, or U+FFFD for one that XML forbids.
    private mutating func character(_ record: ArraySlice<UInt8>, _ index: Int) -> Int {
        let byte = record[index]
        if byte < 0x80 {
            if byte < 0x20, !byte.isXMLSpace { return illegal(index + 1) }
            output.append(byte)
            return index + 1
        }
        let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2
        let bytes = record[index..<Swift.min(index + length, record.endIndex)]
        guard bytes.count == length, let scalar = Self.scalar(bytes), Self.isLegal(scalar) else {
            return illegal(index + 1)
        }
        output.append(contentsOf: bytes)
        return index + length
    }

    /// The number of the character that `bytes` are in UTF-8; `nil` where they are none.
    private static func scalar(_ bytes: ArraySlice<UInt8>) -> UInt32? {
        guard let first = bytes.first, first >= 0xC2, first <= 0xF4 else { return nil }
        var value = UInt32(first) & (bytes.count == 2 ? 0x1F : bytes.count == 3 ? 0x0F : 0x07)
        for byte in bytes.dropFirst() {
            guard byte & 0xC0 == 0x80 else { return nil }
            value = value << 6 | UInt32(byte & 0x3F)
        }
        let least: UInt32 = bytes.count == 2 ? 0x80 : bytes.count == 3 ? 0x800 : 0x10000
        return value >= least ? value : nil
    }

    /// Whether XML 1.0 allows the character (section 2.2, production Char).
    static func isLegal(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x09, 0x0A, 0x0D, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
        default: false
        }
    }
}
