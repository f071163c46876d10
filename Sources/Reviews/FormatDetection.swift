/// The format of a file: as asked, by its name's ending, or by its first bytes.
enum FormatDetection {
    private static let endings: [(String, ReadingOptions.Format)] = [
        (".csv", .csv), (".tsv", .tsv), (".tab", .tsv), (".jsonl", .jsonl), (".ndjson", .jsonl), (".xml", .xml),
    ]

    static func format(
        path: String, sample: ArraySlice<UInt8>, options: ReadingOptions
    ) throws -> ReadingOptions.Format {
        guard !sample.isBlank else {
            throw ReviewsError.badData(Place(file: path), problem: "the file is empty, expected reviews")
        }
        guard isText(sample) else {
            throw ReviewsError.badData(
                Place(file: path),
                problem: "is binary data, expected text: CSV, TSV, JSON Lines or XML, also gzipped")
        }
        if options.format != .auto { return options.format }
        if options.xmlRecord != nil || options.xmlText != nil || options.xmlLabel != nil { return .xml }
        if options.delimiter != nil { return .csv }
        var name = path.lowercased()
        if name.hasSuffix(".gz") { name = String(name.dropLast(3)) }
        if let (_, format) = endings.first(where: { name.hasSuffix($0.0) }) { return format }
        return byContent(sample)
    }

    private static func byContent(_ sample: ArraySlice<UInt8>) -> ReadingOptions.Format {
        let text = sample.trimmed
        var deadEnds: XMLTags.DeadEnds = []
        if text.first == UInt8(ascii: "<"), XMLTags.markup(text, at: text.startIndex, &deadEnds) != nil { return .xml }
        if text.first == UInt8(ascii: "{") { return .jsonl }
        // The delimited reader finds the delimiter.
        return .csv
    }

    /// Whether bytes are text: no NUL, and few other controls or characters that could not be decoded.
    private static func isText(_ sample: ArraySlice<UInt8>) -> Bool {
        var odd = 0
        var previous: (UInt8, UInt8) = (0, 0)
        for byte in sample {
            if byte == 0 { return false }
            if byte < 0x20, !byte.isXMLSpace, byte != 0x0C { odd += 1 }
            if previous == (0xEF, 0xBF), byte == 0xBD { odd += 1 }
            previous = (previous.1, byte)
        }
        return odd * 20 <= sample.count
    }
}
