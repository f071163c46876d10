/// Shares of each row in shaded squares: true labels down, predicted ones across.
struct HeatMap {
    private static let left = 62.0
    private static let top = 34.0
    private static let width = 360.0

    /// - Parameter shares: `shares[truth][predicted]`, `nil` where the row has no review.
    static func body(labels: [String], shares: [[Double?]]) -> (height: Double, body: String) {
        let side = (width - left) / Double(max(labels.count, 1))
        let tall = min(side, 46)
        var body = SVG.text("predicted", x: left, y: 12, style: "title") + SVG.text("true", x: 0, y: 28, style: "title")
        let shortest = max(3, 28 / labels.count)
        for (index, label) in labels.enumerated() {
            let name = PlainText.shortened(PlainText.line(label), to: shortest)
            body += SVG.text(name, x: left + (Double(index) + 0.5) * side, y: 28, anchor: .middle, style: "name")
            body += SVG.text(
                PlainText.shortened(PlainText.line(label), to: 8), x: left - 8,
                y: top + (Double(index) + 0.5) * tall + 4, anchor: .end, style: "name")
        }
        for (truth, row) in shares.enumerated() {
            for (predicted, share) in row.enumerated() {
                let x = left + Double(predicted) * side
                let y = top + Double(truth) * tall
                let words = "true \(labels[truth]), predicted \(labels[predicted]): \(Numbers.percent(share, 1))"
                body += SVG.rectangle(
                    x: x + 0.5, y: y + 0.5, width: side - 1, height: tall - 1,
                    style: truth == predicted ? "cell hit" : "cell miss", words: words,
                    css: "--share:\(Numbers.fixed(share ?? 0, 3))")
                if labels.count <= 8 {
                    body += SVG.text(
                        share.map { Numbers.fixed($0 * 100, 0) } ?? "–", x: x + side / 2, y: y + tall / 2 + 4,
                        anchor: .middle, style: "on")
                }
            }
        }
        return (top + tall * Double(labels.count) + 4, body)
    }
}
