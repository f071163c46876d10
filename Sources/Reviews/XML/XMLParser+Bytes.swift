internal import CLibXML2

/// libxml2's push parser as a source of events: the only file that knows libxml2.
///
/// Bytes go in with `feed`, the events that they complete lie in `events` until the next `feed`; nothing else is kept,
/// so memory does not grow with the file. A push parser (`xmlParseChunk`) rather than `xmlTextReader`, because it hands
/// on every event before a fault, where the reader drops what it had parsed ahead.
///
/// What a hostile file could use is closed before anything is read: no network (`XML_PARSE_NONET`), the declared
/// encoding is ignored (the bytes are UTF-8 already), the first `<!ENTITY` stops the parser, no entity is looked up but
/// the five of XML itself, nesting and the number of different names are bounded. Only because of that refusal
/// `XML_PARSE_HUGE` may lift the limit on text length.
final class XMLParser {
    static let greatestDepth = 512
    static let mostNames = 16_384

    /// Events since the last `feed`; their texts are ranges of `bytes`.
    var events: [XMLEvent] { log.state.events }
    var bytes: [UInt8] { log.state.bytes }
    /// Element and attribute names by the number that events carry.
    var names: [String] { log.state.names }

    private let context: xmlParserCtxtPtr
    private let log = XMLParserLog()
    /// The first bytes of a character that the last chunk cut.
    private var heldBack: [UInt8] = []

    init(file: String) throws {
        var handler = XMLParser.handler()
        guard let context = xmlCreatePushParserCtxt(&handler, Unmanaged.passUnretained(log).toOpaque(), nil, 0, nil)
        else { throw ReviewsError.badData(Place(file: file), problem: "libxml2 could not make a parser") }
        self.context = context
        log.state.context = context
        xmlCtxtUseOptions(context, XMLParser.options)
    }

    deinit {
        if let document = context.pointee.myDoc { xmlFreeDoc(document) }
        xmlFreeParserCtxt(context)
    }

    /// Makes the parser ready for another document; names keep their numbers.
    func reset() {
        if let document = context.pointee.myDoc {
            xmlFreeDoc(document)
            context.pointee.myDoc = nil
        }
        xmlCtxtResetPush(context, nil, 0, nil, nil)
        xmlCtxtUseOptions(context, XMLParser.options)
        log.state.forget()
        log.state.depth = 0
        log.state.fault = nil
        heldBack.removeAll(keepingCapacity: true)
    }

    /// Parses the next bytes of the document; what they complete is in `events` also where a fault is thrown.
    func feed(_ chunk: ArraySlice<UInt8>) throws(XMLFault) {
        log.state.forget()
        var start = chunk.startIndex
        if !heldBack.isEmpty {
            while start < chunk.endIndex, chunk[start] & 0xC0 == 0x80 {
                heldBack.append(chunk[start])
                start += 1
            }
            if start == chunk.endIndex { return }
            push(heldBack[...])
            heldBack.removeAll(keepingCapacity: true)
        }
        let whole = chunk[start...].endOfWholeCharacters
        heldBack.append(contentsOf: chunk[whole...])
        push(chunk[start..<whole])
        if let fault = log.state.fault { throw fault }
    }

    /// Tells the parser that the document is over.
    func finish() throws(XMLFault) {
        log.state.forget()
        if !heldBack.isEmpty { push(heldBack[...]) }
        if log.state.fault == nil { xmlParseChunk(context, nil, 0, 1) }
        if let fault = log.state.fault { throw fault }
    }

    private func push(_ chunk: ArraySlice<UInt8>) {
        chunk.withUnsafeBytes { all in
            var position = 0
            while position < all.count, log.state.fault == nil {
                let count = min(1 << 15, all.count - position)
                let piece = all.baseAddress?.advanced(by: position).assumingMemoryBound(to: CChar.self)
                xmlParseChunk(context, piece, Int32(count), 0)
                position += count
            }
        }
    }

    private static let options = Int32(
        XML_PARSE_NONET.rawValue | XML_PARSE_NOENT.rawValue | XML_PARSE_HUGE.rawValue | XML_PARSE_IGNORE_ENC.rawValue
            | XML_PARSE_BIG_LINES.rawValue)

    private static func handler() -> xmlSAXHandler {
        var handler = xmlSAXHandler()
        handler.initialized = UInt32(XML_SAX2_MAGIC)
        handler.startElementNs = { user, local, prefix, _, _, _, count, _, attributes in
            XMLParserLog.of(user)?.state.start(local, prefix, Int(count), attributes)
        }
        handler.endElementNs = { user, _, _, _ in XMLParserLog.of(user)?.state.end() }
        handler.characters = { user, bytes, count in XMLParserLog.of(user)?.state.text(bytes, Int(count)) }
        handler.ignorableWhitespace = { user, bytes, count in XMLParserLog.of(user)?.state.text(bytes, Int(count)) }
        handler.cdataBlock = { user, bytes, count in XMLParserLog.of(user)?.state.text(bytes, Int(count)) }
        handler.entityDecl = { user, _, _, _, _, _ in
            XMLParserLog.of(user)?.state.stop("declares an entity (<!ENTITY), which is refused", hostile: true)
        }
        handler.getEntity = { _, name in xmlGetPredefinedEntity(name) }
        handler.reference = { user, name in
            let name = name.map { String(cString: $0) } ?? ""
            XMLParserLog.of(user)?.state.stop("entity '\(name)' is not declared", hostile: false)
        }
        handler.serror = { user, error in
            guard let error, error.pointee.level == XML_ERR_FATAL else { return }
            let message = error.pointee.message.map { String(cString: $0) } ?? "unknown fault"
            XMLParserLog.of(user)?.state.fault(
                line: Int(error.pointee.line), message.trimmed, code: error.pointee.code)
        }
        return handler
    }
}

/// What the callbacks write to; one per parser.
private final class XMLParserLog {
    /// Not checked for overlapping accesses, which takes as long as a short callback: the parser alone calls, one call at a
    /// time, and no callback calls the parser back but to stop it.
    @exclusivity(unchecked) var state = XMLParserState()

    static func of(_ user: UnsafeMutableRawPointer?) -> XMLParserLog? {
        user.map { Unmanaged<XMLParserLog>.fromOpaque($0).takeUnretainedValue() }
    }
}

private struct XMLParserState {
    var events: [XMLEvent] = []
    var bytes: [UInt8] = []
    var names: [String] = []
    var depth = 0
    var fault: XMLFault?
    var context: xmlParserCtxtPtr?
    /// Numbers of names by where libxml2's dictionary keeps them (a name has one address there).
    private var numbers: [Key: Int32] = [:]

    private struct Key: Hashable {
        let local, prefix: UnsafePointer<xmlChar>?
        let isAttribute: Bool
    }

    mutating func forget() {
        events.removeAll(keepingCapacity: true)
        bytes.removeAll(keepingCapacity: true)
    }

    mutating func start(
        _ local: UnsafePointer<xmlChar>?, _ prefix: UnsafePointer<xmlChar>?, _ count: Int,
        _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
    ) {
        depth += 1
        if depth > XMLParser.greatestDepth {
            return stop("elements are nested more than \(XMLParser.greatestDepth) deep", hostile: true)
        }
        let line = self.line
        let here = bytes.count..<bytes.count
        events.append(XMLEvent(kind: .start, name: number(local, prefix, isAttribute: false), bytes: here, line: line))
        guard let attributes else { return }
        for index in 0..<count {
            // Five pointers an attribute: local name, prefix, namespace, begin and end of the value.
            let attribute = attributes + 5 * index
            guard let begin = attribute[3], let end = attribute[4] else { continue }
            let from = bytes.count
            bytes.append(contentsOf: UnsafeBufferPointer(start: begin, count: end - begin))
            let name = number(attribute[0], attribute[1], isAttribute: true)
            events.append(XMLEvent(kind: .attribute, name: name, bytes: from..<bytes.count, line: line))
        }
    }

    mutating func end() {
        depth -= 1
        events.append(XMLEvent(kind: .end, name: 0, bytes: bytes.count..<bytes.count, line: line))
    }

    mutating func text(_ start: UnsafePointer<xmlChar>?, _ count: Int) {
        let from = bytes.count
        bytes.append(contentsOf: UnsafeBufferPointer(start: start, count: count))
        if let last = events.last, last.kind == .text {
            events[events.count - 1].bytes = last.bytes.lowerBound..<bytes.count
        } else {
            events.append(XMLEvent(kind: .text, name: 0, bytes: from..<bytes.count, line: line))
        }
    }

    mutating func stop(_ message: String, hostile: Bool) {
        if fault == nil { fault = XMLFault(line: line, message: message, code: 0, isHostile: hostile) }
        if let context { xmlStopParser(context) }
    }

    mutating func fault(line: Int, _ message: String, code: Int32) {
        if fault == nil { fault = XMLFault(line: line, message: message, code: Int(code), isHostile: false) }
    }

    private var line: Int { Int(context?.pointee.input?.pointee.line ?? 0) }

    private mutating func number(
        _ local: UnsafePointer<xmlChar>?, _ prefix: UnsafePointer<xmlChar>?, isAttribute: Bool
    ) -> Int32 {
        let key = Key(local: local, prefix: prefix, isAttribute: isAttribute)
        if let number = numbers[key] { return number }
        if names.count >= XMLParser.mostNames {
            stop("has more than \(XMLParser.mostNames) different element and attribute names", hostile: true)
            return 0
        }
        var name = isAttribute ? "@" : ""
        if let prefix { name += String(cString: prefix) + ":" }
        if let local { name += String(cString: local) }
        names.append(name)
        numbers[key] = Int32(names.count - 1)
        return Int32(names.count - 1)
    }
}
