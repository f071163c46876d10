/// The paths below a record that a file has used so far, numbered: `text`, `aspectTerms/aspectTerm/@polarity`.
///
/// The record itself is node 0 and is called `.`, as in XPath. Names are the parser's numbers, so that finding a child
/// compares integers.
struct XMLPathTree {
    /// More different paths than this are no table of reviews; the bound keeps memory independent of the file.
    static let mostPaths = 65_536

    private(set) var paths: [String] = ["."]
    private var names: [Int32] = [-1]
    private var children: [[Int32]] = [[]]

    var count: Int { paths.count }

    /// The node of `name` below `parent`, made where it is new.
    mutating func child(of parent: Int32, name: Int32, spelled: (Int32) -> String) -> Int32 {
        for child in children[Int(parent)] where names[Int(child)] == name { return child }
        let node = Int32(paths.count)
        paths.append(parent == 0 ? spelled(name) : paths[Int(parent)] + "/" + spelled(name))
        names.append(name)
        children.append([])
        children[Int(parent)].append(node)
        return node
    }
}
