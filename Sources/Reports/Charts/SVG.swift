/// Pieces of a drawing. Coordinates have one decimal, text leaves escaped.
enum SVG {
    enum Anchor: String { case start, middle, end }

    static func number(_ value: Double) -> String {
        let text = Numbers.fixed(value, 1)
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    static func text(_ text: String, x: Double, y: Double, anchor: Anchor = .start, style: String? = nil) -> String {
        let style = style.map { " class=\"\($0)\"" } ?? ""
        let place = anchor == .start ? "" : " text-anchor=\"\(anchor.rawValue)\""
        return "<text x=\"\(number(x))\" y=\"\(number(y))\"\(place)\(style)>\(HTML.prose(text))</text>\n"
    }

    static func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, style: String) -> String {
        "<line x1=\"\(number(x1))\" y1=\"\(number(y1))\" x2=\"\(number(x2))\" y2=\"\(number(y2))\" class=\"\(style)\"></line>\n"
    }

    /// - Parameter words: shown where the pointer rests.
    static func rectangle(
        x: Double, y: Double, width: Double, height: Double, style: String, words: String? = nil, css: String? = nil
    ) -> String {
        "<rect x=\"\(number(x))\" y=\"\(number(y))\" width=\"\(number(width))\" height=\"\(number(height))\" "
            + "class=\"\(style)\"\(css.map { " style=\"\($0)\"" } ?? "")>\(title(words))</rect>\n"
    }

    static func circle(x: Double, y: Double, radius: Double, style: String, words: String? = nil) -> String {
        "<circle cx=\"\(number(x))\" cy=\"\(number(y))\" r=\"\(number(radius))\" class=\"\(style)\">"
            + "\(title(words))</circle>\n"
    }

    static func path(_ points: [(x: Double, y: Double)], style: String) -> String {
        let steps = points.enumerated().map { "\($0 == 0 ? "M" : "L")\(number($1.x)) \(number($1.y))" }
        return "<path d=\"\(steps.joined())\" class=\"\(style)\"></path>\n"
    }

    private static func title(_ words: String?) -> String {
        words.map { "<title>\(HTML.prose($0))</title>" } ?? ""
    }
}
