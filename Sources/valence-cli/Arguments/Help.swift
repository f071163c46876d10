/// The help texts, made from the same tables that the parser reads.
enum Help {
    private static let width = 100
    /// A blank at which no line is broken.
    private static let unbroken = "\u{A0}"

    /// What `valence --help` says.
    static func tool() -> String {
        let rows = Tool.commands.map { command in
            (([command.name] + command.aliases).joined(separator: ", "), command.summary)
        }
        return """
            Valence reads dumps of reviews, learns sentiment from the labelled ones, classifies the rest
            and reports how far its answers can be trusted.

            Usage: valence <command> [options] FILE…

            Commands:
            \(table(rows))

            A FILE of - is standard input; a .gz file is unpacked on the way. Data goes to standard output,
            everything else to standard error. 'valence <command> --help' says more, with an example.

            Example:
              valence train reviews.csv -o reviews.safetensors
              valence classify new.csv -m reviews.safetensors -o labelled.csv

            """
    }

    /// What `valence <command> --help` says.
    static func command<C: Command>(_ type: C.Type) -> String {
        var text = "\(type.summary)\n\nUsage: valence \(type.name) [options] \(type.operands)\n"
        if !type.aliases.isEmpty { text += "Also called: \(type.aliases.joined(separator: ", "))\n" }
        if !type.discussion.isEmpty { text += "\n" + wrap(type.discussion, indent: 0).joined(separator: "\n") + "\n" }
        let defaults = C()
        for group in type.groups {
            text += "\n\(group.title):\n" + table(group.options.map { row($0, defaults) }) + "\n"
        }
        text += "\n\(type.examples.count == 1 ? "Example" : "Examples"):\n"
        return text + type.examples.map { "  \($0)\n" }.joined()
    }

    private static func row<Target>(_ option: Option<Target>, _ defaults: Target) -> (String, String) {
        let short = option.short.map { "-\($0), " } ?? ""
        let value = option.valueName.map { " " + $0 } ?? ""
        // Kept on one line.
        let shown = option.shown(defaults).map { " (default:\(unbroken)\($0))" } ?? ""
        return ("\(short)--\(option.long)\(value)", option.help + shown)
    }

    /// Two columns; a left entry too wide for its column gets a line of its own.
    private static func table(_ rows: [(String, String)]) -> String {
        let column = 2 + min(28, rows.map { $0.0.count }.max() ?? 0) + 2
        return rows.flatMap { left, right -> [String] in
            var lines = wrap(right, indent: column)
            let head = "  " + left
            if head.count + 2 > column {
                lines.insert(head, at: 0)
            } else {
                lines[0] = head + String(repeating: " ", count: column - head.count) + lines[0].dropFirst(column)
            }
            return lines
        }.joined(separator: "\n")
    }

    private static func wrap(_ text: String, indent: Int) -> [String] {
        let margin = String(repeating: " ", count: indent)
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if !line.isEmpty, indent + line.count + 1 + word.count > width {
                lines.append(margin + line)
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
        }
        return (lines + [margin + line]).map { $0.replacing(unbroken, with: " ") }
    }
}
