/// Finds out how a delimited file is written, from its beginning; what the options say is taken as it is.
struct DialectDetection {
    let dialect: Dialect
    /// The first row's fields; `nil` where there is none.
    let firstRecord: [String]?

    /// How many rows are looked at.
    private static let rowLimit = 200

    init(_ sample: [UInt8], options: ReadingOptions) {
        let isTab = options.format == .tsv
        let candidates: [UInt8] =
            options.delimiter.map { [$0] }
            ?? (isTab ? [9] : [UInt8(ascii: ","), UInt8(ascii: ";"), 9, UInt8(ascii: "|")])
        let quotings: [Dialect.Quoting] =
            switch options.quoting {
            case .auto: [.doubled, .backslash, .none]
            case .doubled: [.doubled]
            case .backslash: [.backslash]
            case .none: [.none]
            }
        var best: (dialect: Dialect, trial: Trial)?
        for delimiter in candidates {
            for quoting in quotings {
                // Only tab-separated files are written without any quoting: elsewhere a comma in a text would part it.
                if options.quoting == .auto, quoting == .none, delimiter != 9 { continue }
                let dialect = Dialect(delimiter: delimiter, quoting: quoting)
                let trial = Trial(sample, dialect)
                if best.map({ trial.isBetter(than: $0.trial) }) ?? true { best = (dialect, trial) }
            }
        }
        guard var dialect = best?.dialect, let trial = best?.trial else {
            self.dialect = Dialect(delimiter: UInt8(ascii: ","))
            firstRecord = nil
            return
        }
        if options.quoting == .auto, dialect.delimiter == 9, dialect.quoting == .doubled, !trial.usesQuotes {
            dialect.quoting = .none
        }
        dialect.hasHeader = options.hasHeader ?? HeaderDetection.isHeader(trial.rows)
        self.dialect = dialect
        firstRecord = trial.rows.first
    }

    /// The sample read in one dialect.
    private struct Trial {
        var rows: [[String]] = []
        /// The number of fields that most rows have.
        var fieldCount = 0
        /// Rows with another number of fields.
        var ragged = 0
        /// Rows in which something follows a closing quote, or a quote stays open.
        var misquoted = 0
        var usesQuotes = false

        init(_ sample: [UInt8], _ dialect: Dialect) {
            let scanner = RecordScanner(dialect)
            var counts: [Int] = []
            var at = 0
            while at < sample.count, counts.count < rowLimit {
                var fields = RecordScanner.Fields()
                let outcome = scanner.scan(sample, from: at, isLast: true, into: &fields)
                guard case .record(let next) = outcome else {
                    misquoted += 1
                    break
                }
                // A row that the sample's end cuts is no witness.
                if next == sample.count, !counts.isEmpty, sample.count >= 1 << 20 { break }
                at = next
                if fields.isBlankLine { continue }
                counts.append(fields.ends.count)
                if fields.hasTextBehindQuote { misquoted += 1 }
                if fields.hasQuotedField { usesQuotes = true }
                if rows.count < 20 { rows.append(Self.strings(fields)) }
            }
            var tally: [Int: Int] = [:]
            for count in counts { tally[count, default: 0] += 1 }
            fieldCount = tally.max { ($0.value, -$0.key) < ($1.value, -$1.key) }?.key ?? 0
            ragged = counts.count { $0 != fieldCount }
        }

        /// Fewer flaws; of equals, more fields; of equals, the one tried first.
        func isBetter(than other: Trial) -> Bool {
            let isTable = fieldCount > 1
            let otherIsTable = other.fieldCount > 1
            if isTable != otherIsTable { return isTable && flaws <= other.flaws + 2 }
            if flaws != other.flaws { return flaws < other.flaws }
            return isTable && fieldCount > other.fieldCount
        }

        private var flaws: Int { ragged + 2 * misquoted }

        private static func strings(_ fields: RecordScanner.Fields) -> [String] {
            var start = 0
            return fields.ends.map { end in
                defer { start = Int(end) }
                return String(decoding: fields.bytes[start..<Int(end)], as: UTF8.self)
            }
        }
    }
}
