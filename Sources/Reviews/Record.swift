/// The names of a file's columns or fields, in their original order, shared by all its records.
public final class Columns: Sendable {
    public let names: [String]

    public init(_ names: [String]) {
        self.names = names
    }

    public func index(of name: String) -> Int? {
        names.firstIndex(of: name)
    }
}

/// One record as it was read: every field untouched, as UTF-8, in the order of `columns`.
public struct Record: Sendable {
    public let columns: Columns
    public let place: Place
    /// The fields' UTF-8, one behind the other.
    package let bytes: [UInt8]
    /// Where each field ends in `bytes`.
    package let ends: [Int32]

    /// The fields that the input brought several times: each holds a JSON array of its values as strings.
    package let repeated: [Int32]

    package init(columns: Columns, place: Place, bytes: [UInt8], ends: [Int32], repeated: [Int32] = []) {
        self.columns = columns
        self.place = place
        self.bytes = bytes
        self.ends = ends
        self.repeated = repeated
    }

    public var fieldCount: Int { ends.count }

    /// The UTF-8 of field `index`, without a copy.
    package func field(_ index: Int) -> ArraySlice<UInt8> {
        let start = index == 0 ? 0 : Int(ends[index - 1])
        return bytes[start..<Int(ends[index])]
    }

    public func string(_ index: Int) -> String {
        String(decoding: field(index), as: UTF8.self)
    }
}
