/// A frame with two axes, and the marks that stand in it.
struct Plot {
    let width = 360.0
    let height: Double
    private let left = 44.0
    private let right = 14.0
    private let top = 26.0
    private let bottom = 42.0
    private let x: Axis
    private let y: Axis
    /// SVG elements, the frame first.
    private(set) var body = ""

    init(x: Axis, y: Axis, height: Double = 270) {
        self.x = x
        self.y = y
        self.height = height
        body += SVG.text(y.title, x: 0, y: 12, style: "title")
        for tick in y.ticks {
            let place = down(tick)
            body += SVG.line(left, place, width - right, place, style: "grid")
            body += SVG.text(y.label(tick), x: left - 6, y: place + 4, anchor: .end)
        }
        for tick in x.ticks {
            let place = across(tick)
            body += SVG.line(place, height - bottom, place, height - bottom + 4, style: "axis")
            body += SVG.text(x.label(tick), x: place, y: height - bottom + 17, anchor: .middle)
        }
        body += SVG.line(left, height - bottom, width - right, height - bottom, style: "axis")
        body += SVG.text(x.title, x: width - right, y: height - 6, anchor: .end, style: "title")
    }

    private func across(_ value: Double) -> Double { left + x.fraction(value) * (width - left - right) }
    private func down(_ value: Double) -> Double { height - bottom - y.fraction(value) * (height - top - bottom) }

    /// The series' own colour and dashes, the same in every chart and its key.
    static func series(_ index: Int) -> String { "s\(index % Chart.mostSeries)" }

    mutating func line(_ points: [(x: Double, y: Double)], series: Int) {
        if points.isEmpty { return }
        body += SVG.path(points.map { (across($0.x), down($0.y)) }, style: "line \(Self.series(series))")
    }

    /// What a line is measured by: the diagonal of a reliability diagram, the share of the commonest label.
    mutating func reference(from start: (x: Double, y: Double), to end: (x: Double, y: Double)) {
        body += SVG.line(across(start.x), down(start.y), across(end.x), down(end.y), style: "reference")
    }

    mutating func point(x: Double, y: Double, series: Int, words: String? = nil) {
        body += SVG.circle(
            x: across(x), y: down(y), radius: 3.5, style: "point \(Self.series(series))", words: words)
    }

    /// The interval of a point.
    mutating func whisker(x: Double, from low: Double, to high: Double, series: Int) {
        body += SVG.line(across(x), down(low), across(x), down(high), style: "whisker \(Self.series(series))")
    }

    /// A bar that stands on the axis.
    /// - Parameter series: `nil` for one in the background.
    mutating func bar(from start: Double, to end: Double, height: Double, series: Int?, words: String? = nil) {
        let (first, last) = (across(start), across(end))
        let top = down(height)
        body += SVG.rectangle(
            x: first + 0.5, y: top, width: max(last - first - 1, 0.5), height: self.height - bottom - top,
            style: series.map { "bar \(Self.series($0))" } ?? "muted", words: words)
    }

    /// A step above the axis without sides, to lie over another one.
    mutating func outline(_ heights: [Double], over range: ClosedRange<Double>, series: Int) {
        let step = (range.upperBound - range.lowerBound) / Double(max(heights.count, 1))
        let points = heights.enumerated().flatMap { index, height in
            [0, 1].map { (x: range.lowerBound + Double(index + $0) * step, y: height) }
        }
        line(points, series: series)
    }

    /// An upright mark with a word, such as the best epoch.
    mutating func mark(x: Double, _ words: String) {
        let place = across(x)
        body += SVG.line(place, top, place, height - bottom, style: "reference")
        let isRight = x > (self.x.range.lowerBound + self.x.range.upperBound) / 2
        body += SVG.text(
            words, x: place + (isRight ? -5 : 5), y: top + 10, anchor: isRight ? .end : .start, style: "title")
    }
}
