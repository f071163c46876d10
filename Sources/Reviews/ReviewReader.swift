/// Reads reviews from files of any format, one after the other, in bounded memory and in the order of the input.
///
/// Every record comes out, also an empty one and a rejected one, with a status that says so; only where labels are
/// needed and `onError` is `fail` does the first broken record end the reading. What was found and chosen on the way is
/// in `findings`, what became of the records in `tally`.
public final class ReviewReader {
    /// The columns of every record that comes out, also where the files' own differ in order.
    public let columns: Columns
    /// Format, encoding, columns: what was found and chosen, in sentences.
    public let findings: [String]
    public private(set) var tally = ReadingTally()
    /// The columns that the text is in.
    public let textColumns: [String]
    public let labelColumns: [String]
    /// The format of the first file.
    public let format: ReadingOptions.Format

    /// How rows are written in the first file's own format; comma-separated for XML and folders.
    package let rowFormat: RowWriter.Format
    package let hasHeader: Bool

    private let options: ReadingOptions
    private let purpose: ReadingPurpose
    private let maker: ReviewMaker
    private let rejects: RejectsFile?

    private var current: ReviewInput?
    private var waiting: [WaitingInput]
    /// Records that were looked at before the first was asked for.
    private var lookahead: [ReadRecord]
    private var lookaheadPosition = 0
    private var lookaheadFault: ReviewsError?
    private var isOver = false

    private enum WaitingInput {
        case path(String)
        /// Standard input and pipes cannot be opened twice.
        case open(ReviewInput)
    }

    /// - Parameters:
    ///   - files: paths; `-` is standard input.
    ///   - needsLabel: whether the reviews are to be learned from or measured against.
    /// - Throws: `ReviewsError` where a file cannot be read, its columns cannot be told, or options contradict.
    public convenience init(_ files: [String], options: ReadingOptions, needsLabel: Bool) throws {
        try self.init(files, options: options, purpose: needsLabel ? .learning : .classifying)
    }

    package init(_ files: [String], options: ReadingOptions, purpose: ReadingPurpose) throws {
        guard let path = files.first else { throw ReviewsError.badOption("no file to read; name one, or '-'") }
        guard files.count(where: { $0 == "-" }) < 2 else {
            throw ReviewsError.badOption("standard input '-' can be read once only")
        }
        let map = try options.labelMap.map(LabelMap.init)
        let first = try ReviewInput.open(path, options: options)
        var findings = first.findings.map { files.count > 1 ? "\(first.name): \($0)" : $0 }
        var names = first.reader.columns.names
        var waiting: [WaitingInput] = []
        var others: [(path: String, names: [String])] = []
        for path in files.dropFirst() {
            let input = try ReviewInput.open(path, options: options)
            names = try Self.union(names, of: first, with: input, purpose: purpose)
            others.append((path, input.reader.columns.names))
            findings += input.findings.map { "\(input.name): \($0)" }
            waiting.append(OpenedInput.canBeReadAgain(path) ? .path(path) : .open(input))
        }

        var lookahead = Lookahead()
        if purpose != .classifying { lookahead.fill(from: first.reader) }
        var finder: ColumnFinder
        let columns = names == first.reader.columns.names ? first.reader.columns : Columns(names)
        do {
            finder = try ColumnFinder(
                names: names, file: path, format: first.format, options: options, sample: lookahead.records)
        } catch  where purpose == .classifying && names.count == 2 {
            // Names do not tell: the lengths of the columns may.
            lookahead.fill(from: first.reader)
            finder = try ColumnFinder(
                names: names, file: path, format: first.format, options: options, sample: lookahead.records)
        }
        if purpose != .classifying, map == nil, let label = finder.label.first, finder.label.count == 1 {
            if let complaint = LabelPlausibility.complaint(
                column: label, name: names[label], sample: lookahead.records)
            {
                if purpose == .learning { throw ReviewsError.badData(Place(file: path), problem: complaint) }
                finder.refuseLabel(complaint)
            }
        }
        if purpose == .learning, finder.label.isEmpty {
            throw ReviewsError.badData(
                Place(file: path),
                problem:
                    "no column has a usual name for the label (\(ColumnFinder.labelNames.prefix(5).joined(separator: ", "))"
                    + " …); the columns are \(finder.listed); "
                    + "name it with \(first.format == .xml ? "--xml-label" : "--label-column")")
        }
        for (path, own) in others {
            // Text or label under another name would come out empty, and nobody would know.
            let text = finder.text.filter { !own.contains(names[$0]) }
            let hasLabel = finder.label.isEmpty || finder.label.contains { own.contains(names[$0]) }
            guard text.isEmpty, hasLabel else {
                let missing = (text.isEmpty ? finder.label : text).map { "'\(names[$0])'" }.joined(separator: ", ")
                throw ReviewsError.badData(
                    Place(file: path),
                    problem: "it has no column \(missing), as the first file has; its columns are "
                        + "\(own.joined(separator: ", ")); files read together need the same names for text and label")
            }
        }
        self.columns = columns
        self.findings = findings + finder.findings
        textColumns = finder.text.map { names[$0] }
        labelColumns = finder.label.map { names[$0] }
        format = first.format
        rowFormat = first.rowFormat
        hasHeader = first.hasHeader
        self.options = options
        self.purpose = purpose
        maker = ReviewMaker(
            text: finder.text, label: finder.label, id: finder.id, map: map, manyLabels: options.manyLabels,
            purpose: purpose)
        rejects = try options.rejectsPath.map {
            try RejectsFile(path: $0, overwrites: options.overwrites)
        }
        current = first
        self.waiting = waiting
        self.lookahead = lookahead.found
        lookaheadFault = lookahead.fault
    }

    /// The next review; `nil` when all files are read.
    public func next() throws -> Review? {
        if isOver { return nil }
        if let limit = options.limit, tally.records >= limit { return try finish() }
        while let input = current {
            let found: ReadRecord?
            do {
                found = try nextRecord(of: input)
            } catch let error as ReviewsError {
                guard options.onError == .skip, case .badData(let place, let problem) = error else { throw error }
                tally.note("the rest of the file cannot be read: \(problem)", at: place)
                current = try nextInput()
                continue
            }
            if let found { return try judge(input.fit(found, to: columns)) }
            current = try nextInput()
        }
        return try finish()
    }

    private func finish() throws -> Review? {
        isOver = true
        remark()
        current = nil
        waiting = []
        try rejects?.close()
        return nil
    }

    /// Keeps what the current input has to say at its end.
    private func remark() {
        guard let current else { return }
        tally.remarks += current.mended.map { "\(current.name): \($0)" }
    }

    private func nextRecord(of input: ReviewInput) throws -> ReadRecord? {
        if lookaheadPosition < lookahead.count {
            defer { lookaheadPosition += 1 }
            return lookahead[lookaheadPosition]
        }
        lookahead = []
        lookaheadPosition = 0
        if let fault = lookaheadFault {
            lookaheadFault = nil
            throw fault
        }
        return try input.reader.next()
    }

    private func nextInput() throws -> ReviewInput? {
        remark()
        guard !waiting.isEmpty else { return nil }
        switch waiting.removeFirst() {
        case .open(let input): return input
        case .path(let path): return try ReviewInput.open(path, options: options)
        }
    }

    private func judge(_ found: ReadRecord) throws -> Review {
        let (review, labelling) = maker.review(found)
        tally.records += 1
        switch review.status {
        case .ok:
            switch labelling {
            case .none where purpose == .learning: tally.unlabelled += 1
            case .dropped where purpose == .learning: tally.dropped += 1
            default: tally.usable += 1
            }
        case .empty: tally.empty += 1
        case .rejected(let reason):
            if purpose == .learning, options.onError == .fail {
                throw ReviewsError.badData(review.place, problem: reason)
            }
            tally.reject(reason, at: review.place)
            try rejects?.add(review.record, reason: reason)
        }
        return review
    }

    /// The columns of two inputs together: the same names in any order, or, where both bring their fields by name in
    /// every record, those of either.
    private static func union(
        _ names: [String], of first: ReviewInput, with other: ReviewInput, purpose: ReadingPurpose
    ) throws -> [String] {
        let others = other.reader.columns.names
        if Set(names) == Set(others) { return names }
        // Rows that are written again need one set of columns; for learning the text and the label are enough.
        guard purpose != .classifying || (first.hasOpenFields && other.hasOpenFields) else {
            throw ReviewsError.badData(
                Place(file: other.path),
                problem: "its columns are \(others.joined(separator: ", ")); those of \(first.name) are "
                    + "\(names.joined(separator: ", ")); files read together must have the same columns")
        }
        var union = names.filter { $0 != XMLRecordBuilder.otherFields }
        union += others.filter { $0 != XMLRecordBuilder.otherFields && !names.contains($0) }
        let isOpen = (names + others).contains(XMLRecordBuilder.otherFields)
        return isOpen ? union + [XMLRecordBuilder.otherFields] : union
    }
}

/// The first records of an input, looked at before they are handed on.
private struct Lookahead {
    private(set) var found: [ReadRecord] = []
    private(set) var fault: ReviewsError?

    mutating func fill(from reader: any RecordReader) {
        var bytes = 0
        do {
            while found.count < 1000, bytes < 4 << 20, let next = try reader.next() {
                found.append(next)
                if case .record(let record) = next { bytes += record.bytes.count }
            }
        } catch let error as ReviewsError {
            fault = error
        } catch {
            fault = .badData(Place(file: ""), problem: "\(error)")
        }
    }

    var records: [Record] {
        found.compactMap { if case .record(let record) = $0 { record } else { nil } }
    }
}
