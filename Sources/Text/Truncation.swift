/// Shortens long documents from the middle: a review says what it thinks at its beginning and at its end
/// (Sun et al. 2019, "How to Fine-Tune BERT for Text Classification?", arXiv:1905.05583, section 5.3.1).
package enum Truncation {
    /// Leaves the first half and the last half of `maximum` ids (the first half gets the odd one); says whether it cut.
    @discardableResult
    package static func clip(_ ids: inout [Int32], to maximum: Int) -> Bool {
        precondition(maximum > 0, "cannot clip a document to \(maximum) tokens; at least 1")
        guard ids.count > maximum else { return false }
        ids.removeSubrange(cut(count: ids.count, to: maximum))
        return true
    }

    /// Which of `count` ids `clip` takes out; none where there are no more than `maximum`.
    package static func cut(count: Int, to maximum: Int) -> Range<Int> {
        let head = (maximum + 1) / 2
        return count > maximum ? head..<count - (maximum - head) : count..<count
    }
}
