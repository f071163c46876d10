/// Tells a header from a first row of data.
enum HeaderDetection {
    /// Words that name a column of reviews nearly everywhere.
    private static let usualNames: Set<String> = [
        "review", "reviews", "text", "reviewtext", "content", "comment", "body", "sentence", "tweet", "label",
        "sentiment", "class", "rating", "stars", "score", "polarity", "liked", "id", "title", "date",
    ]

    /// - Parameter rows: the first rows, the one in question first.
    static func isHeader(_ rows: [[String]]) -> Bool {
        guard let first = rows.first, first.contains(where: { !$0.isEmpty }) else { return false }
        if first.contains(where: { usualNames.contains(normalized($0)) }) { return true }
        let rest = rows.dropFirst()
        guard !rest.isEmpty else { return false }
        let areNames = first.allSatisfy { $0.utf8.count <= 40 && Double($0) == nil }
        guard areNames, Set(first).count == first.count else { return false }
        // Names are short and no numbers; data below them is long or numeric in some column.
        return first.indices.contains { column in
            let below = rest.compactMap { column < $0.count ? $0[column] : nil }
            guard !below.isEmpty else { return false }
            let areNumbers = below.allSatisfy { Double($0) != nil }
            let meanLength = below.reduce(0) { $0 + $1.utf8.count } / below.count
            return areNumbers || meanLength > 3 * max(first[column].utf8.count, 10)
        }
    }

    /// Lower-case letters and digits only: `Review Text` and `review_text` are one name.
    private static func normalized(_ name: String) -> String {
        String(name.lowercased().filter { $0.isLetter || $0.isNumber })
    }
}
