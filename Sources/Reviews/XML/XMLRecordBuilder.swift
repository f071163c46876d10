/// Turns the events of a document into records: what a field is, and what its value.
///
/// - A field is a leaf element or an attribute below the record element, named by its path: `@id`, `text`,
///   `aspectTerms/aspectTerm/@polarity`. The record element's own text is the field `.`.
/// - Markup within text belongs to the text: an element that holds text and elements is one value, its own text and
///   theirs in reading order (an empty element, as `<br/>`, is a line break); their attributes stay fields.
/// - White space at either end of an element's value is layout, and dropped, where it holds a line break; attributes
///   are kept as they are.
/// - An empty element is an empty value, unless it has attributes: then these are all there is.
/// - A path that a record brings several times is one field, a JSON array of its values as strings, and the record
///   says so (`Record.repeated`); brought once, it is the value itself.
/// - Paths without a column are gathered in the column `other_fields`, a JSON object from path to string or array.
struct XMLRecordBuilder {
    static let otherFields = "other_fields"
    /// A record's fields together; the ends are 32-bit numbers.
    static let mostBytes = 1 << 30

    private let file: String
    /// The record element's name, or the last names of its path, outermost first.
    private let recordPath: [String]
    /// `nil` while columns are being found.
    private(set) var columns: Columns?
    private var columnByName: [String: Int32] = [:]
    private var otherColumn: Int32?
    /// Which values of the record belong to each column; kept between records, so that none takes memory of its own.
    private var valuesOfColumn: [[Int]]

    private var tree = XMLPathTree()
    /// The column of each path; -1 for one without, -2 for one that was not asked for yet.
    private var columnOfPath: [Int32] = [-2]
    /// Paths in the order of their first value, while columns are being found.
    private(set) var foundPaths: [String] = []
    private var wasFound: [Bool] = [false]

    private var outside: [Int32] = []
    private var open: [Element] = []
    private var values: [Value] = []
    private var texts: [UInt8] = []
    /// The record element's own text, and attributes' values.
    private var ownText: [UInt8] = []
    private var attributes: [UInt8] = []
    private var line = 0

    private struct Element {
        let path: Int32
        let textStart: Int
        let firstValue: Int
        var hasElements = false
        var hasText = false
    }

    private struct Value {
        enum Home { case texts, own, attributes }
        let path: Int32
        let home: Home
        let range: Range<Int>
    }

    /// - Parameter columns: the header; `nil` to find it (`foundPaths`).
    init(file: String, recordPath: [String], columns: Columns?) {
        self.file = file
        self.recordPath = recordPath
        self.columns = columns
        valuesOfColumn = Array(repeating: [], count: columns?.names.count ?? 0)
        for (index, name) in (columns?.names ?? []).enumerated() where columnByName[name] == nil {
            if name == Self.otherFields, index == (columns?.names.count ?? 0) - 1 { otherColumn = Int32(index) }
            columnByName[name] = Int32(index)
        }
    }

    /// A builder that knows the same paths and waits for another document, which is one record.
    init(inPlaceOf other: XMLRecordBuilder) {
        self = other
        outside.removeAll(keepingCapacity: true)
        forget()
    }

    var isInRecord: Bool { !open.isEmpty }

    /// Takes the parser's events since its last `feed` and appends the records that they complete.
    mutating func take(_ parser: XMLParser, into records: inout [Record]) throws {
        let events = parser.events
        let bytes = parser.bytes
        let names = parser.names
        for event in events {
            switch event.kind {
            case .start: start(event, names)
            case .attribute: if !open.isEmpty { attribute(event, names, bytes) }
            case .text: if !open.isEmpty { text(bytes[event.bytes]) }
            case .end: if let record = end() { records.append(record) }
            }
            if texts.count + attributes.count + ownText.count > Self.mostBytes || tree.count > XMLPathTree.mostPaths {
                throw ReviewsError.badData(
                    Place(file: file, line: event.line),
                    problem: tree.count > XMLPathTree.mostPaths
                        ? "the records have more than \(XMLPathTree.mostPaths) different fields; "
                            + "name the element that holds one review with --xml-record"
                        : "one record is larger than a gigabyte; "
                            + "name the element that holds one review with --xml-record")
            }
        }
    }

    /// What is there of a record that will not be completed; afterwards the builder waits for the next record.
    mutating func abandon(at line: Int? = nil) -> Record {
        if let line { self.line = line }
        while open.count > 1 { close() }
        return finishRecord()
    }

    private mutating func start(_ event: XMLEvent, _ names: [String]) {
        if open.isEmpty {
            outside.append(event.name)
            guard isRecord(names) else { return }
            line = event.line
            open.append(Element(path: 0, textStart: 0, firstValue: 0))
            return
        }
        open[open.count - 1].hasElements = true
        let path = child(event.name, names)
        open.append(Element(path: path, textStart: texts.count, firstValue: values.count))
    }

    private func isRecord(_ names: [String]) -> Bool {
        guard outside.count >= recordPath.count, !recordPath.isEmpty else { return false }
        return zip(outside.suffix(recordPath.count), recordPath).allSatisfy { names[Int($0)] == $1 }
    }

    private mutating func child(_ name: Int32, _ names: [String]) -> Int32 {
        let path = tree.child(of: open[open.count - 1].path, name: name) { names[Int($0)] }
        while columnOfPath.count < tree.count {
            columnOfPath.append(-2)
            wasFound.append(false)
        }
        return path
    }

    private mutating func attribute(_ event: XMLEvent, _ names: [String], _ bytes: [UInt8]) {
        let from = attributes.count
        attributes.append(contentsOf: bytes[event.bytes])
        values.append(Value(path: child(event.name, names), home: .attributes, range: from..<attributes.count))
    }

    private mutating func text(_ piece: ArraySlice<UInt8>) {
        if open.count == 1 {
            ownText.append(contentsOf: piece)
        } else {
            texts.append(contentsOf: piece)
            if !open[open.count - 1].hasText, !piece.trimmed.isEmpty { open[open.count - 1].hasText = true }
        }
    }

    private mutating func end() -> Record? {
        if open.isEmpty {
            outside.removeLast()
            return nil
        }
        if open.count > 1 {
            close()
            return nil
        }
        outside.removeLast()
        return finishRecord()
    }

    private mutating func close() {
        let element = open.removeLast()
        let range = element.textStart..<texts.count
        if element.hasElements, !element.hasText { return }
        // An empty element with attributes says what it has to say in them.
        if !element.hasElements, range.isEmpty, values.count > element.firstValue { return }
        if !element.hasElements, range.isEmpty, open[open.count - 1].hasText, values.count == element.firstValue {
            texts.append(UInt8(ascii: "\n"))
            return
        }
        if element.hasElements {
            let markup = values[element.firstValue...].filter { $0.home == .attributes }
            values.replaceSubrange(element.firstValue..., with: markup)
        }
        values.append(Value(path: element.path, home: .texts, range: range))
    }

    private mutating func finishRecord() -> Record {
        if !ownText[...].trimmed.isEmpty {
            values.append(Value(path: 0, home: .own, range: 0..<ownText.count))
        }
        let record = columns.map { assemble($0) } ?? find()
        forget()
        return record
    }

    private mutating func forget() {
        open.removeAll(keepingCapacity: true)
        values.removeAll(keepingCapacity: true)
        texts.removeAll(keepingCapacity: true)
        ownText.removeAll(keepingCapacity: true)
        attributes.removeAll(keepingCapacity: true)
    }

    /// While columns are being found, a record only adds its paths.
    private mutating func find() -> Record {
        for value in values where !wasFound[Int(value.path)] {
            wasFound[Int(value.path)] = true
            foundPaths.append(tree.paths[Int(value.path)])
        }
        return Record(columns: Columns([]), place: Place(file: file, line: line), bytes: [], ends: [])
    }

    private mutating func assemble(_ columns: Columns) -> Record {
        for column in valuesOfColumn.indices { valuesOfColumn[column].removeAll(keepingCapacity: true) }
        var others: [Int] = []
        for (index, value) in values.enumerated() {
            let column = column(of: value.path)
            if column >= 0 { valuesOfColumn[Int(column)].append(index) } else { others.append(index) }
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(texts.count + attributes.count + ownText.count)
        var ends: [Int32] = []
        ends.reserveCapacity(columns.names.count)
        var repeated: [Int32] = []
        for (column, indices) in valuesOfColumn.enumerated() {
            if Int32(column) == otherColumn {
                if !others.isEmpty { appendObject(others, to: &bytes) }
            } else if indices.count == 1 {
                bytes.append(contentsOf: content(values[indices[0]]))
            } else if indices.count > 1 {
                repeated.append(Int32(column))
                JSONText.append(array: indices.map { content(values[$0]) }, to: &bytes)
            }
            ends.append(Int32(bytes.count))
        }
        return Record(
            columns: columns, place: Place(file: file, line: line), bytes: bytes, ends: ends, repeated: repeated)
    }

    private mutating func column(of path: Int32) -> Int32 {
        let known = columnOfPath[Int(path)]
        if known != -2 { return known }
        var column = columnByName[tree.paths[Int(path)]] ?? -1
        if column == otherColumn { column = -1 }
        columnOfPath[Int(path)] = column
        return column
    }

    /// Fields without a column, in order of appearance, repeated ones as arrays.
    private func appendObject(_ indices: [Int], to bytes: inout [UInt8]) {
        var order: [Int32] = []
        var byPath: [Int32: [Int]] = [:]
        for index in indices {
            let path = values[index].path
            if byPath[path] == nil { order.append(path) }
            byPath[path, default: []].append(index)
        }
        bytes.append(UInt8(ascii: "{"))
        for (position, path) in order.enumerated() {
            if position > 0 { bytes.append(UInt8(ascii: ",")) }
            JSONText.append(string: Array(tree.paths[Int(path)].utf8)[...], to: &bytes)
            bytes.append(UInt8(ascii: ":"))
            let same = (byPath[path] ?? []).map { content(values[$0]) }
            if same.count == 1 {
                JSONText.append(string: same[0], to: &bytes)
            } else {
                JSONText.append(array: same, to: &bytes)
            }
        }
        bytes.append(UInt8(ascii: "}"))
    }

    private func content(_ value: Value) -> ArraySlice<UInt8> {
        switch value.home {
        case .attributes: attributes[value.range]
        case .texts: texts[value.range].withoutLayout
        case .own: ownText[value.range].withoutLayout
        }
    }
}

extension ArraySlice<UInt8> {
    /// Without the white space at either end that holds a line break.
    var withoutLayout: ArraySlice<UInt8> {
        let inner = trimmed
        func isLayout(_ space: ArraySlice<UInt8>) -> Bool { space.contains { $0 == 0x0A || $0 == 0x0D } }
        let start = isLayout(self[startIndex..<inner.startIndex]) ? inner.startIndex : startIndex
        if inner.isEmpty { return isLayout(self) ? self[endIndex...] : self }
        let end = isLayout(self[inner.endIndex...]) ? inner.endIndex : endIndex
        return self[start..<end]
    }
}
