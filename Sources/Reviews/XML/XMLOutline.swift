/// Which elements a sample of XML holds, how often, and how much text: seen by a scan of its tags that no fault stops.
struct XMLOutline {
    struct Node {
        let name: String
        let parent: Int
        var children: [Int] = []
        var count = 0
        /// Bytes of text in it and below it, white space at the ends of each piece not counted.
        var textBytes = 0
    }

    /// Node 0 stands above the top level.
    private(set) var nodes = [Node(name: "", parent: -1)]
    /// Elements on the top level: more than one is no XML document.
    private(set) var topLevelCount = 0

    /// - Parameter html: whether tags that HTML has (`<br>`, `<p>`) are text.
    init(_ sample: ArraySlice<UInt8>) {
        var path = [0]
        for piece in XMLTags(bytes: sample) {
            let here = path[path.count - 1]
            switch piece {
            case .text(let range):
                let count = sample[range].trimmed.count
                if count > 0 { for node in path { nodes[node].textBytes += count } }
            case .open(let range, let isEmpty):
                if path.count == 1 { topLevelCount += 1 }
                if nodes.count > 4096 || path.count > XMLParser.greatestDepth { return }
                let node = child(of: here, named: String(decoding: sample[range], as: UTF8.self))
                nodes[node].count += 1
                if !isEmpty { path.append(node) }
            case .close(let range):
                let name = String(decoding: sample[range], as: UTF8.self)
                if let depth = path.lastIndex(where: { nodes[$0].name == name }) { path.removeSubrange(depth...) }
            case .other: break
            }
        }
    }

    private mutating func child(of parent: Int, named name: String) -> Int {
        if let known = nodes[parent].children.first(where: { nodes[$0].name == name }) { return known }
        nodes.append(Node(name: name, parent: parent))
        nodes[parent].children.append(nodes.count - 1)
        return nodes.count - 1
    }

    private static let recordNames: Set<String> = [
        "review", "sentence", "record", "item", "entry", "row", "doc", "document", "tweet", "comment", "post",
        "opinion",
    ]

    /// The name of the element that holds one review: the outermost one that is repeated and holds text.
    var recordName: String? {
        var here = 0
        while true {
            let texts = nodes[here].children.filter { nodes[$0].textBytes > 0 || !nodes[$0].children.isEmpty }
            let repeated = texts.filter { nodes[$0].count > 1 }
            if let best = repeated.max(by: { nodes[$0].textBytes < nodes[$1].textBytes }) { return nodes[best].name }
            if let known = texts.first(where: { Self.recordNames.contains(nodes[$0].name.lowercased()) }) {
                return nodes[known].name
            }
            guard let next = texts.max(by: { nodes[$0].textBytes < nodes[$1].textBytes }) else {
                return here == 0 ? nil : nodes[here].name
            }
            // A sole record: nothing below it but fields.
            if nodes[next].children.isEmpty, here != 0 { return nodes[here].name }
            here = next
        }
    }
}
