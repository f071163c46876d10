/// A table in a fixed-width font: the first column to the left by choice, the others to the right.
struct TerminalTable {
    private var rows: [[String]] = []
    var firstColumnLeft = true
    var gap = 2

    /// An empty row is a blank line.
    mutating func add(_ row: [String]) {
        rows.append(row.map(PlainText.line))
    }

    func render() -> String {
        let columnCount = rows.map(\.count).max() ?? 0
        let widths = (0..<columnCount).map { column in
            rows.map { column < $0.count ? PlainText.width($0[column]) : 0 }.max() ?? 0
        }
        return rows.map { row in
            var line = ""
            for (column, cell) in row.enumerated() {
                let padding = String(repeating: " ", count: widths[column] - PlainText.width(cell))
                if column > 0 { line += String(repeating: " ", count: gap) }
                line += column == 0 && firstColumnLeft ? cell + padding : padding + cell
            }
            while line.last == " " { line.removeLast() }
            return line + "\n"
        }.joined()
    }
}
