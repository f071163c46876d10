/// Which columns hold the text, the label and the id: those named by the user, or else those with the usual names.
struct ColumnFinder {
    private(set) var text: [Int] = []
    /// Several where an XML record has its labels in several places.
    private(set) var label: [Int] = []
    private(set) var id: Int?
    /// What was chosen, in sentences.
    private(set) var findings: [String] = []

    static let textNames = [
        "review_text", "text", "review", "content", "review_body", "review_content", "body", "comment", "comments",
        "sentence", "tweet", "full_text", "message", "document", "phrase", "feedback", "opinion",
    ]
    static let labelNames = [
        "label", "sentiment", "class", "rating", "stars", "star_rating", "star", "polarity", "liked", "score", "target",
        "overall", "overall_rating",
    ]
    static let idNames = [
        "id", "unique_id", "review_id", "tweet_id", "comment_id", "sentence_id", "doc_id", "document_id", "uid", "key",
    ]
    private static let textEndings = ["_text", "_review", "_content", "_body", "_comment"]
    private static let labelEndings = ["_label", "_sentiment", "_class", "_rating", "_stars", "_polarity"]

    private let names: [String]
    private let file: String
    private let format: ReadingOptions.Format

    /// - Parameter sample: the first records, looked at where names do not tell.
    init(
        names: [String], file: String, format: ReadingOptions.Format, options: ReadingOptions, sample: [Record]
    ) throws {
        self.names = names
        self.file = file
        self.format = format
        let keys = names.map(Self.key)
        try findText(options, keys, sample)
        try findLabel(options, keys, sample)
        if let named = options.idColumn {
            id = try index(named, option: "--id-column")
        } else {
            id = Self.first(of: Self.idNames, in: keys, except: text + label)
        }
        if let id { findings.append("id from column '\(names[id])'") }
    }

    /// Goes on without a label, and says why.
    mutating func refuseLabel(_ complaint: String) {
        label = []
        findings.append(complaint)
    }

    private mutating func findText(_ options: ReadingOptions, _ keys: [String], _ sample: [Record]) throws {
        let path = format == .xml ? options.xmlText.map { [$0] } : nil
        if let named = path ?? (options.textColumns.isEmpty ? nil : options.textColumns) {
            let option = path == nil ? "--text-column" : "--xml-text"
            text = try named.map { try index($0, option: option) }
        } else if !options.usualTextColumns.isEmpty, options.usualTextColumns.allSatisfy(names.contains) {
            text = options.usualTextColumns.compactMap(names.firstIndex)
        } else if let found = Self.first(of: Self.textNames, in: keys, except: [])
            ?? Self.firstEnding(in: Self.textEndings, of: keys, except: [])
        {
            text = [found]
        } else if format == .xml, let own = names.firstIndex(of: ".") {
            text = [own]
        } else if names.count == 1 {
            text = [0]
        } else if names.count == 2, let longer = Self.longerColumn(sample) {
            text = [longer]
        } else {
            throw ReviewsError.badData(
                Place(file: file),
                problem:
                    "no column has a usual name for the text (\(Self.textNames.prefix(4).joined(separator: ", ")) …); "
                    + "the columns are \(listed); name it with \(format == .xml ? "--xml-text" : "--text-column")")
        }
        let shown = text.map { "'\(names[$0])'" }.joined(separator: ", ")
        findings.append("text from column\(text.count == 1 ? "" : "s") \(shown)")
    }

    private mutating func findLabel(_ options: ReadingOptions, _ keys: [String], _ sample: [Record]) throws {
        if format == .xml, let paths = options.xmlLabel {
            label = try paths.split(separator: ",").map { try index(String($0), option: "--xml-label") }
        } else if let named = options.labelColumn {
            label = [try index(named, option: "--label-column")]
        } else if let found = Self.first(of: Self.labelNames, in: keys, except: text)
            ?? Self.firstEnding(in: Self.labelEndings, of: keys, except: text)
        {
            label = [found]
            if format == .xml { label = keys.indices.filter { keys[$0] == keys[found] && !text.contains($0) } }
        } else if names.count == 2, text.count == 1, options.idColumn == nil, !Self.idNames.contains(keys[1 - text[0]]),
            names[1 - text[0]] != XMLRecordBuilder.otherFields
        {
            label = [1 - text[0]]
        }
        guard !label.isEmpty else { return }
        let shown = label.map { "'\(names[$0])'" }.joined(separator: ", ")
        findings.append("label from column\(label.count == 1 ? "" : "s") \(shown)")
    }

    /// The column that the user named: by its exact name, by one that differs in case only, in XML by its path with the
    /// record's name before it.
    private func index(_ name: String, option: String) throws -> Int {
        let name = name.trimmed
        if let index = names.firstIndex(of: name) { return index }
        let folded = names.indices.filter { names[$0].lowercased() == name.lowercased() }
        if folded.count == 1 { return folded[0] }
        if format == .xml {
            let below = name.split(separator: "/").dropFirst().joined(separator: "/")
            if !below.isEmpty, let index = names.firstIndex(of: below) { return index }
            let last = names.indices.filter { names[$0].split(separator: "/").last.map(String.init) == name }
            if last.count == 1 { return last[0] }
        }
        let nearest = names.min { Self.distance($0, name) < Self.distance($1, name) }
        var problem = "has no column '\(name)' (\(option)); the columns are \(listed)"
        if let nearest, Self.distance(nearest, name) <= max(2, name.count / 3) {
            problem += "; did you mean '\(nearest)'?"
        }
        throw ReviewsError.badData(Place(file: file), problem: problem)
    }

    /// The columns' names for messages.
    var listed: String {
        let shown = names.prefix(40).joined(separator: ", ")
        return names.count > 40 ? shown + " … (\(names.count))" : shown
    }

    /// A name as it is compared: `Review Text`, `reviewText` and `meta/@review-text` are all `review_text`.
    static func key(_ name: String) -> String {
        var key = ""
        var wasLower = false
        for character in name.split(separator: "/").last ?? "" {
            guard character.isLetter || character.isNumber else {
                wasLower = false
                if !key.isEmpty, !key.hasSuffix("_") { key += "_" }
                continue
            }
            if character.isUppercase, wasLower { key += "_" }
            wasLower = character.isLowercase
            key += character.lowercased()
        }
        return key.hasSuffix("_") ? String(key.dropLast()) : key
    }

    private static func first(of wanted: [String], in keys: [String], except: [Int]) -> Int? {
        for name in wanted {
            if let index = keys.indices.first(where: { keys[$0] == name && !except.contains($0) }) { return index }
        }
        return nil
    }

    private static func firstEnding(in endings: [String], of keys: [String], except: [Int]) -> Int? {
        for ending in endings {
            if let index = keys.indices.first(where: { keys[$0].hasSuffix(ending) && !except.contains($0) }) {
                return index
            }
        }
        return nil
    }

    /// Of two columns the one with more bytes in the sample.
    private static func longerColumn(_ sample: [Record]) -> Int? {
        let bytes = (0..<2).map { column in
            sample.reduce(0) { $0 + (column < $1.fieldCount ? $1.field(column).count : 0) }
        }
        return bytes[0] == bytes[1] ? nil : bytes[0] > bytes[1] ? 0 : 1
    }

    /// How many letters must change to make one name the other (Levenshtein 1966), case aside.
    private static func distance(_ one: String, _ other: String) -> Int {
        let a = Array(one.lowercased().prefix(64))
        let b = Array(other.lowercased().prefix(64))
        var row = Array(0...b.count)
        for (i, letter) in a.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, match) in b.enumerated() {
                let above = row[j + 1]
                row[j + 1] = min(above + 1, row[j] + 1, diagonal + (letter == match ? 0 : 1))
                diagonal = above
            }
        }
        return row[b.count]
    }
}
