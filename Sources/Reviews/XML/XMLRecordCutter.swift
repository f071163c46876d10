/// Cuts a stream of pseudo-XML into its records, `<review>` … `</review>`, one at a time, without parsing it.
///
/// A record ends at its closing tag; where that is missing, at the next opening tag or the end of the input. What
/// stands between records is passed over: declarations, wrappers, comments; text there is counted as stray.
final class XMLRecordCutter {
    struct Piece {
        let bytes: ArraySlice<UInt8>
        let line: Int
        let isClosed: Bool
        /// Bytes of text before it that belong to no record.
        let stray: Int
    }

    private static let mostBytes = 1 << 28
    private static let mostComment = 1 << 20

    private let source: any ByteSource
    private let file: String
    private let opening: [UInt8]
    private let closing: [UInt8]
    private var buffer: [UInt8] = []
    private var position = 0
    private var line = 1
    /// No comment ends between the current position and this one.
    private var commentEndsFrom = 0
    private var isAtEnd = false
    private(set) var strayAtEnd = 0

    init(source: any ByteSource, file: String, recordName: String) {
        self.source = source
        self.file = file
        opening = Array("<\(recordName)".utf8)
        closing = Array("</\(recordName)".utf8)
    }

    /// Whether all of the input has been cut.
    var isDone: Bool { isAtEnd && position == buffer.count }

    func next() throws -> Piece? {
        var stray = 0
        while true {
            guard try advance(to: position) else {
                strayAtEnd = stray
                return nil
            }
            if buffer[position] != UInt8(ascii: "<") {
                if !buffer[position].isXMLSpace { stray += 1 }
                step(to: position + 1)
            } else if try isTag(opening, at: position) {
                return try record(stray: stray)
            } else {
                stray += try passMarkup()
            }
        }
    }

    /// The record whose opening tag is at `position`.
    private func record(stray: Int) throws -> Piece {
        var index = opening.count
        if try endOfOpeningTag(&index) { return take(index, isClosed: true, stray: stray) }
        while let angle = try nextAngle(from: position + index) {
            index = angle - position
            if try isTag(closing, at: angle) {
                var end = index + closing.count
                while try advance(to: position + end), buffer[position + end] != UInt8(ascii: ">") { end += 1 }
                let isWhole = position + end < buffer.count
                return take(min(end + 1, buffer.count - position), isClosed: isWhole, stray: stray)
            }
            if try isTag(opening, at: angle) { return take(index, isClosed: false, stray: stray) }
            index += 1
        }
        return take(buffer.count - position, isClosed: false, stray: stray)
    }

    /// Moves `index` behind the opening tag; whether that is the whole record, `<review/>`. A tag that the next one cuts
    /// short is left to the parser.
    private func endOfOpeningTag(_ index: inout Int) throws -> Bool {
        while try advance(to: position + index), !isAngle(buffer[position + index]) { index += 1 }
        guard position + index < buffer.count, buffer[position + index] == UInt8(ascii: ">") else { return false }
        index += 1
        return buffer[position + index - 2] == UInt8(ascii: "/")
    }

    /// Where the next `<` stands.
    private func nextAngle(from start: Int) throws -> Int? {
        var start = start
        while true {
            if let found = buffer.next(UInt8(ascii: "<"), from: min(start, buffer.count)) { return found }
            start = buffer.count
            guard start - position <= Self.mostBytes else {
                throw ReviewsError.badData(
                    Place(file: file, line: line),
                    problem: "a record of more than \(Self.mostBytes >> 20) MiB has no closing tag "
                        + "\(String(decoding: closing, as: UTF8.self))>; name the record element with --xml-record")
            }
            guard try advance(to: start) else { return nil }
        }
    }

    private func take(_ count: Int, isClosed: Bool, stray: Int) -> Piece {
        let piece = Piece(bytes: buffer[position..<position + count], line: line, isClosed: isClosed, stray: stray)
        step(to: position + count)
        return piece
    }

    /// Passes over a tag, comment or declaration between records; returns how many bytes of it are text after all.
    private func passMarkup() throws -> Int {
        if try starts(with: "<!--", at: position) {
            var end = max(position + 4, commentEndsFrom)
            while end - position < Self.mostComment, try advance(to: end + 2) {
                if buffer[end...].starts(with: "-->".utf8) {
                    step(to: end + 3)
                    return 0
                }
                end += 1
            }
            commentEndsFrom = end
        } else if try starts(with: "<!ENTITY", at: position) {
            throw ReviewsError.badData(
                Place(file: file, line: line), problem: "declares an entity (<!ENTITY), which is refused")
        } else if try advance(to: position + 1), buffer[position + 1] == UInt8(ascii: "!") {
            // A document type: what stands in it is looked at as well.
            step(to: position + 2)
            while try advance(to: position), !isAngle(buffer[position]) { step(to: position + 1) }
            if position < buffer.count, buffer[position] == UInt8(ascii: ">") { step(to: position + 1) }
            return 0
        } else {
            var end = 1
            while end < Self.mostComment, try advance(to: position + end), !isAngle(buffer[position + end]) { end += 1 }
            if position + end < buffer.count, buffer[position + end] == UInt8(ascii: ">") {
                step(to: position + end + 1)
                return 0
            }
        }
        step(to: position + 1)
        return 1
    }

    private func isAngle(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "<") || byte == UInt8(ascii: ">") }

    private func isTag(_ tag: [UInt8], at index: Int) throws -> Bool {
        guard try advance(to: index + tag.count), buffer[index + 1] == tag[1],
            buffer[index..<index + tag.count].elementsEqual(tag)
        else { return false }
        let next = buffer[index + tag.count]
        return next == UInt8(ascii: ">") || next == UInt8(ascii: "/") || next.isXMLSpace
    }

    private func starts(with text: String, at index: Int) throws -> Bool {
        _ = try advance(to: index + text.utf8.count)
        return buffer[index...].starts(with: text.utf8)
    }

    private func step(to index: Int) {
        line += buffer.occurrences(of: 0x0A, in: position..<index)
        position = index
    }

    /// Whether there is a byte at `index` of the buffer; reads on where it has not come yet. Indices stay valid: bytes
    /// that are done with leave only between records.
    private func advance(to index: Int) throws -> Bool {
        while index >= buffer.count {
            if isAtEnd { return false }
            if try source.read(into: &buffer) == 0 { isAtEnd = true }
        }
        return true
    }

    /// Lets the bytes before the current position go.
    func forgetPast() {
        guard position > 1 << 16 else { return }
        buffer.removeSubrange(0..<position)
        commentEndsFrom = max(0, commentEndsFrom - position)
        position = 0
    }
}
