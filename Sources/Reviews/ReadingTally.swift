/// What became of the records read so far.
public struct ReadingTally: Sendable, Equatable {
    public struct Reason: Sendable, Equatable {
        public let text: String
        public internal(set) var count: Int
        /// Where the first such record stands.
        public let first: Place
    }

    /// Every record that came, whatever became of it.
    public internal(set) var records = 0
    /// Records with a text, and with a label where labels are needed.
    public internal(set) var usable = 0
    /// Records without text.
    public internal(set) var empty = 0
    /// Records with a text but without a label, where labels are needed.
    public internal(set) var unlabelled = 0
    /// Records that the label map leaves out.
    public internal(set) var dropped = 0
    /// Records that are broken, or whose label cannot be used.
    public internal(set) var rejected = 0
    /// Why records were rejected, in order of appearance; after `mostReasons` different ones, the others together.
    public internal(set) var reasons: [Reason] = []

    /// What was mended on the way, in sentences.
    public internal(set) var remarks: [String] = []

    static let mostReasons = 100

    mutating func reject(_ reason: String, at place: Place) {
        rejected += 1
        note(reason, at: place)
    }

    mutating func note(_ reason: String, at place: Place) {
        if let known = reasons.firstIndex(where: { $0.text == reason }) {
            reasons[known].count += 1
        } else if reasons.count < Self.mostReasons {
            reasons.append(Reason(text: reason, count: 1, first: place))
        } else if reasons.count == Self.mostReasons {
            reasons.append(Reason(text: "other reasons", count: 1, first: place))
        } else {
            reasons[Self.mostReasons].count += 1
        }
    }

    /// What was left out and why, a sentence each; nothing where every record is usable.
    public var sentences: [String] {
        var said: [String] = []
        func say(_ count: Int, _ what: String) {
            if count > 0 { said.append("\(count) of \(records) records \(what)") }
        }
        say(empty, "have no text")
        say(unlabelled, "have no label")
        say(dropped, "are left out by the label map")
        say(rejected, "are rejected")
        for reason in reasons.prefix(10) { said.append("  \(reason.count) × \(reason.text), first at \(reason.first)") }
        if reasons.count > 10 { said.append("  and \(reasons.count - 10) other reasons") }
        return said + remarks
    }
}
