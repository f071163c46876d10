/// A table as plain text; its first column heads the rows.
struct Table {
    /// What the columns behind the first hold: numbers, words, or a number each and its meaning in the last.
    enum Style: String { case numbers, facts, metrics }

    var caption: String
    /// Empty where the rows speak for themselves.
    var head: [String] = []
    var rows: [[String]]
    var style = Style.numbers
    /// The rows to be set apart, such as averages.
    var strong: Set<Int> = []
}
