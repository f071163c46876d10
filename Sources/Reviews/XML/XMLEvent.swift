/// One thing that an XML parser saw.
struct XMLEvent {
    enum Kind: UInt8 { case start, attribute, text, end }

    let kind: Kind
    /// The number of the element's or attribute's name; an attribute's name begins with `@`.
    let name: Int32
    /// Where the text or the attribute's value stands in the parser's bytes.
    var bytes: Range<Int>
    let line: Int
}

/// Why a document cannot be parsed any further.
struct XMLFault: Error, Equatable {
    let line: Int
    let message: String
    /// libxml2's error number; 0 for a refusal of ours.
    let code: Int
    /// Refused for what it could do, not for what is wrong with it: lenient reading does not help.
    let isHostile: Bool
}
