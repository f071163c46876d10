import ValenceEvaluation

/// Values with their intervals, one below the other on one axis, each under its own name.
struct ForestPlot {
    struct Row {
        let name: String
        let value: Double
        let interval: ConfidenceInterval
        /// The numbers, at the row's end.
        let words: String
    }

    static let width = 360.0
    private static let rowHeight = 40.0
    private static let side = 8.0

    /// - Parameter reference: where a dashed line stands: no difference, or the share of the commonest label.
    static func body(_ rows: [Row], axis: Axis, reference: Double?) -> (height: Double, body: String) {
        let foot = Double(rows.count) * rowHeight + 4
        func across(_ value: Double) -> Double { side + axis.fraction(value) * (width - 2 * side) }
        var body = ""
        for tick in axis.ticks {
            body += SVG.line(across(tick), 4, across(tick), foot, style: "grid")
            body += SVG.text(axis.label(tick), x: across(tick), y: foot + 16, anchor: .middle)
        }
        if let reference { body += SVG.line(across(reference), 4, across(reference), foot, style: "reference") }
        for (index, row) in rows.enumerated() {
            let top = Double(index) * rowHeight
            let middle = top + 28
            body += SVG.text(PlainText.shortened(PlainText.line(row.name), to: 28), x: 0, y: top + 15, style: "name")
            body += SVG.text(row.words, x: width, y: top + 15, anchor: .end)
            body += SVG.line(
                across(row.interval.lower), middle, across(row.interval.upper), middle, style: "whisker s0")
            body += SVG.circle(x: across(row.value), y: middle, radius: 4.5, style: "point s0", words: row.words)
        }
        body += SVG.line(side, foot, width - side, foot, style: "axis")
        body += SVG.text(axis.title, x: width, y: foot + 33, anchor: .end, style: "title")
        return (foot + 40, body)
    }
}
