/// What a reader finds in files of reviews, before anyone waits for a training run.
public struct Inspection: Sendable, Equatable {
    public struct Column: Sendable, Equatable {
        public let name: String
        /// The first value that is not empty, shortened.
        public let example: String?
    }

    public struct LabelCount: Sendable, Equatable {
        public let label: String
        public let count: Int
    }

    /// In Unicode characters (scalars).
    public struct Lengths: Sendable, Equatable {
        public let least, median, most: Int
        public let mean: Double
    }

    public let files: [String]
    /// Format, encoding, columns: what was found and chosen, in sentences.
    public let findings: [String]
    public let columns: [Column]
    public let tally: ReadingTally
    /// Labels after the label map, of the records that are usable.
    public let labels: [LabelCount]
    /// Usable records without a label.
    public let unlabelled: Int
    /// Of the texts that are not empty; `nil` where there are none.
    public let lengths: Lengths?
    /// Records whose text came before, letter case, white space and punctuation aside.
    public let duplicates: Int

    /// Reads the files once from beginning to end, in memory of twelve bytes a record.
    public init(of files: [String], options: ReadingOptions) throws {
        let reader = try ReviewReader(files, options: options, purpose: .inspecting)
        var examples = [String?](repeating: nil, count: reader.columns.names.count)
        var missing = examples.count
        var counts: [String: Int] = [:]
        var unlabelled = 0
        var lengths: [Int32] = []
        var fingerprints: [UInt64] = []
        while let review = try reader.next() {
            if missing > 0 {
                for index in examples.indices where examples[index] == nil && index < review.record.fieldCount {
                    examples[index] = Self.excerpt(review.record.field(index))
                    if examples[index] != nil { missing -= 1 }
                }
            }
            if review.status == .empty { continue }
            lengths.append(Int32(review.text.count { $0 & 0xC0 != 0x80 }))
            fingerprints.append(Fingerprint.of(review.text))
            guard review.status == .ok else { continue }
            if let label = review.label { counts[label, default: 0] += 1 } else { unlabelled += 1 }
        }
        self.files = files
        findings = reader.findings
        columns = zip(reader.columns.names, examples).map { Column(name: $0, example: $1) }
        tally = reader.tally
        labels = LabelSet(counts.keys).names.map { LabelCount(label: $0, count: counts[$0] ?? 0) }
        self.unlabelled = unlabelled
        fingerprints.sort()
        duplicates = zip(fingerprints, fingerprints.dropFirst()).count { $0 == $1 }
        self.lengths = Self.summary(&lengths)
    }

    private static func summary(_ lengths: inout [Int32]) -> Lengths? {
        lengths.sort()
        guard let least = lengths.first, let most = lengths.last else { return nil }
        let middle = lengths.count / 2
        let median = lengths.count % 2 == 1 ? lengths[middle] : (lengths[middle - 1] + lengths[middle]) / 2
        let sum = lengths.reduce(0) { $0 + Int($1) }
        return Lengths(
            least: Int(least), median: Int(median), most: Int(most), mean: Double(sum) / Double(lengths.count))
    }

    /// The beginning of a value on one line; `nil` of an empty one.
    private static func excerpt(_ field: ArraySlice<UInt8>) -> String? {
        let trimmed = field.prefix(400).trimmed
        guard !trimmed.isEmpty else { return nil }
        let words = String(decoding: trimmed[..<trimmed.endOfWholeCharacters], as: UTF8.self)
            .split(whereSeparator: { $0.isWhitespace || $0.isNewline }).joined(separator: " ")
        return words.count > 60 ? words.prefix(59) + "…" : words
    }
}

extension Inspection: CustomStringConvertible {
    /// The whole inspection as lines of plain text.
    public var description: String {
        var lines = files.map { $0 == "-" ? "standard input" : $0 }
        lines += findings.map { "  " + $0 }
        lines += ["", "columns"]
        let width = min(32, columns.map(\.name.count).max() ?? 0)
        lines += columns.map { "  " + Self.padded($0.name, width) + "  " + ($0.example ?? "(empty)") }
        lines += ["", "records \(tally.records)"]
        lines += tally.sentences.map { "  " + $0 }
        lines.append("  \(duplicates) repeat an earlier text")
        if let lengths {
            let mean = String(Int(lengths.mean.rounded()))
            lines.append(
                "  characters: \(lengths.least) to \(lengths.most), median \(lengths.median), mean \(mean)")
        }
        lines += ["", "labels"]
        if labels.isEmpty { lines.append("  none") }
        let total = labels.reduce(0) { $0 + $1.count }
        let labelWidth = min(32, labels.map(\.label.count).max() ?? 0)
        let countWidth = String(total).count
        for entry in labels.prefix(50) {
            let share = (1000 * Double(entry.count) / Double(total)).rounded() / 10
            let count = String(entry.count)
            lines.append(
                "  " + Self.padded(entry.label, labelWidth) + "  "
                    + String(repeating: " ", count: max(0, countWidth - count.count)) + count + "  \(share) %")
        }
        if labels.count > 50 { lines.append("  and \(labels.count - 50) other labels") }
        if !labels.isEmpty, unlabelled > 0 { lines.append("  \(unlabelled) records have none") }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
