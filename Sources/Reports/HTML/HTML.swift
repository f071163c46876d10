/// Pieces of a page. Everything that enters as text leaves escaped.
enum HTML {
    /// Text for an element's content or a quoted attribute; control characters, which no page may hold, become U+FFFD.
    static func escape(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            case "\n", "\t": result.unicodeScalars.append(scalar)
            case "\r": result += "\n"
            case _ where scalar.properties.generalCategory == .control: result += "\u{FFFD}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// A sentence or number of our own: percent signs stay with their numbers.
    static func prose(_ text: String) -> String {
        escape(PlainText.line(text)).replacing(" %", with: "\u{A0}%")
    }

    /// A name that came from a file: isolated, so that right-to-left letters turn nothing around them.
    static func name(_ text: String) -> String {
        "<bdi>\(escape(PlainText.line(text)))</bdi>"
    }

    static func section(_ id: String, _ title: String, _ parts: [String]) -> String {
        "<section id=\"\(id)\" aria-labelledby=\"\(id)-title\">\n<h2 id=\"\(id)-title\">\(escape(title))</h2>\n"
            + parts.joined() + "</section>\n"
    }

    /// A table whose first column heads its rows; wider than the screen it scrolls by itself.
    static func table(_ table: Table) -> String {
        let caption = prose(table.caption)
        var html = "<table class=\"\(table.style.rawValue)\">\n<caption><span>\(caption)</span></caption>\n"
        if !table.head.isEmpty {
            let cells = table.head.map { "<th scope=\"col\">\(prose($0))</th>" }
            html += "<thead><tr>\(cells.joined())</tr></thead>\n"
        }
        html += "<tbody>\n"
        for (index, row) in table.rows.enumerated() {
            html += table.strong.contains(index) ? "<tr class=\"strong\">" : "<tr>"
            for (column, cell) in row.enumerated() {
                html += column == 0 ? "<th scope=\"row\">\(name(cell))</th>" : "<td>\(prose(cell))</td>"
            }
            html += "</tr>\n"
        }
        return scroll(caption, html + "</tbody>\n</table>\n")
    }

    /// What is wider than the screen scrolls by itself, with the keyboard too; the page never does.
    static func scroll(_ name: String, _ content: String) -> String {
        "<div class=\"scroll\" role=\"region\" aria-label=\"\(name)\" tabindex=\"0\">\n\(content)</div>\n"
    }
}
