extension Scanner {
    /// Writes the same tokens as `run`, and notes which bytes each of them came from.
    ///
    /// Short words go the way of long ones here, so that the loop in `run` has nothing to note.
    mutating func run(into writer: inout TokenWriter, places: inout [Range<Int>]) {
        while position < text.count {
            let (start, written, end) = (position, writer.ends.count, writer.ends.last)
            let byte = text.known(position)
            switch kind(byte) {
            case ByteTable.Kind.separator: position += 1
            case ByteTable.Kind.word: scanWord(into: &writer)
            case ByteTable.Kind.wide: scanWide(into: &writer)
            default: scanMark(byte, into: &writer)
            }
            precondition(writer.ends.count - written <= 1, "more than one token from the bytes \(start)..<\(position)")
            if writer.ends.count > written {
                places.append(start..<position)
            } else if writer.ends.last != end, let last = places.popLast() {
                // A clitic was put back to its word.
                places.append(last.lowerBound..<position)
            }
        }
    }
}
