/// One record, understood: which of its bytes are the review's text and which its label.
public struct Review: Sendable {
    public enum Status: Sendable, Equatable {
        case ok
        /// No text to classify.
        case empty
        /// Broken or refused, and why.
        case rejected(String)
    }

    /// Every field as it was read, in its original order.
    public let record: Record
    /// The text to classify as UTF-8; the text columns joined by a line break where there are several.
    package let text: ArraySlice<UInt8>
    public let id: String?
    /// The label after the label map; `nil` where the record has none or the map drops it.
    public let label: String?
    public let status: Status

    package init(record: Record, text: ArraySlice<UInt8>, id: String?, label: String?, status: Status) {
        self.record = record
        self.text = text
        self.id = id
        self.label = label
        self.status = status
    }

    public var place: Place { record.place }

    /// The text as a string; ill-formed UTF-8 repaired.
    public var string: String { String(decoding: text, as: UTF8.self) }
}
