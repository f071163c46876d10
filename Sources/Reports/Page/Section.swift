import ValenceEvaluation

/// A part of a report, written once and shown by each renderer in its own way.
struct Section {
    /// What links point to.
    let id: String
    let title: String
    let blocks: [Block]

    /// `nil` where there is nothing to show.
    init?(_ id: String, _ title: String, _ blocks: [Block?]) {
        let shown = blocks.compactMap { $0 }
        if shown.isEmpty { return nil }
        self.id = id
        self.title = title
        self.blocks = shown
    }
}

/// One thing on a page. All text is plain: whoever shows it escapes it.
indirect enum Block {
    /// A model's name over what follows.
    case heading(String)
    /// A sentence or two.
    case text(String)
    /// Sentences one below the other.
    case list([String])
    /// The few numbers that everybody asks for, large.
    case figures([(name: String, value: String, note: String?)])
    case checks([Check])
    /// The accuracy and its interval on a line from 0 to 100 %.
    case accuracy(Metrics)
    case table(Table)
    case confusion(Metrics)
    case chart(Chart)
    case mistakes([Mistake])
    /// Side by side where there is room.
    case pair([Block])
    /// Under a title that opens it.
    case folded(String, [Block])
}
