/// A drawing with its words and its numbers.
///
/// The drawing's text is readable on a phone and on a wide screen because every chart is some 360 units wide: a phone
/// shows it as it is, a wide screen puts two side by side.
struct Chart {
    /// What a key explains.
    enum Mark {
        case series(Int), reference, muted
    }

    /// What it shows, above it.
    let title: String
    /// What it says, for who cannot see it: a sentence with the numbers that matter.
    let summary: String
    /// What the marks stand for; empty where nothing needs telling apart.
    let key: [(mark: Mark, text: String)]
    let width: Double
    let height: Double
    /// SVG elements, escaped.
    let body: String
    /// The numbers that are drawn.
    let table: Table

    init(title: String, summary: String, key: [(mark: Mark, text: String)] = [], _ plot: Plot, table: Table) {
        self.init(
            title: title, summary: summary, key: key, width: plot.width, height: plot.height, body: plot.body,
            table: table)
    }

    init(
        title: String, summary: String, key: [(mark: Mark, text: String)] = [], width: Double, height: Double,
        body: String, table: Table
    ) {
        self.title = title
        self.summary = summary
        self.key = key
        self.width = width
        self.height = height
        self.body = body
        self.table = table
    }

    /// As many series as there are colours; what is behind them stands in the table only.
    static let mostSeries = 6
}
