/// The way back from a text whose character references are decoded to the bytes it was decoded from.
struct ReferenceMap {
    private let references: [Entities.Reference]
    private let start: Int
    /// The first reference that may touch what is asked for next.
    private var next = 0
    /// How many bytes decoding has taken away before it.
    private var removed = 0

    /// - Parameters:
    ///   - references: all of a text, in its order.
    ///   - start: the text's first index; places are counted from it.
    init(_ references: [Entities.Reference], start: Int) {
        self.references = references
        self.start = start
    }

    /// Where the decoded bytes `range` came from; a reference whose character lies partly in it counts whole.
    ///
    /// To be asked in ascending order.
    mutating func source(of range: Range<Int>) -> Range<Int> {
        while next < references.count, decodedRange(next, removed).upperBound <= range.lowerBound {
            removed += references[next].removedCount
            next += 1
        }
        var lower = range.lowerBound + removed
        var (index, gone) = (next, removed)
        if index < references.count, decodedRange(index, gone).contains(range.lowerBound) {
            lower = references[index].range.lowerBound - start
        }
        while index < references.count, decodedRange(index, gone).lowerBound < range.upperBound {
            gone += references[index].removedCount
            index += 1
        }
        var upper = range.upperBound + gone
        if index > next { upper = max(upper, references[index - 1].range.upperBound - start) }
        return lower..<upper
    }

    /// Where the character of a reference stands in the decoded text, `removed` bytes having gone before it.
    private func decodedRange(_ index: Int, _ removed: Int) -> Range<Int> {
        let lower = references[index].range.lowerBound - start - removed
        return lower..<lower + references[index].byteCount
    }
}
