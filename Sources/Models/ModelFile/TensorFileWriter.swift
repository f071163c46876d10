import ValenceNetworks
import ValenceReviews

/// A `.safetensors` file being put together: named tensors and a metadata table of strings.
///
/// Layout: 8 bytes little-endian header length, a JSON header padded with blanks to a multiple of 8, the tensors' bytes
/// without gaps (<https://github.com/huggingface/safetensors>, format description). Float tensors stand first, tables of
/// whole numbers behind them. Tensors are not copied: they must stay as they are until the file is written.
package struct TensorFileWriter {
    private var tensors: [Tensor] = []
    private var tables: [Tensor] = []
    /// Written in this order.
    package var metadata: [(key: String, value: String)] = []
    /// Stands before the name of every tensor that is added.
    package var prefix = ""

    package init() {}

    /// Adds a row-major float tensor.
    package mutating func add(_ name: String, shape: [Int], _ values: [Float]) {
        precondition(values.count == shape.reduce(1, *), "\(name): \(values.count) values for shape \(shape)")
        tensors.append(Tensor(prefix + name, .float32, shape, values))
    }

    /// Adds the numbers of a matrix, whose rows follow each other without gaps, in a shape.
    package mutating func add(_ name: String, shape: [Int], _ matrix: Matrix<Float>) {
        precondition(
            matrix.rows * matrix.columns == shape.reduce(1, *), "\(name): \(matrix.shape) numbers for shape \(shape)")
        tensors.append(Tensor(prefix + name, shape, matrix))
    }

    /// Adds a network's parameters.
    /// - Parameters:
    ///   - prefix: what their names begin with in the file.
    ///   - isSaved: whether a slice is added.
    package mutating func add(
        _ parameters: ParameterStore<Float>, prefix: String = "",
        where isSaved: (ParameterLayout.Slice) -> Bool = { _ in true }
    ) {
        for slice in parameters.layout.slices where isSaved(slice) {
            add(prefix + slice.name, shape: slice.shape, parameters.matrix(slice))
        }
    }

    /// Adds a table of whole numbers or bytes: `UInt8`, `Int64` or `UInt64`.
    package mutating func add<Value: FixedWidthInteger & BitwiseCopyable>(_ name: String, table values: [Value]) {
        guard let element = TensorElement(Value.self) else {
            preconditionFailure("\(name): a table of \(Value.self) has no element type in the file")
        }
        tables.append(Tensor(prefix + name, element, [values.count], values))
    }

    /// In the order in which they stand in the file.
    var all: [Tensor] { tensors + tables }

    /// What stands before the tensors: the header and its length.
    func header() -> [UInt8] {
        var entries = [
            "\"__metadata__\":{" + metadata.map { quoted($0.key) + ":" + quoted($0.value) }.joined(separator: ",") + "}"
        ]
        var offset = 0
        for tensor in all {
            let end = offset + tensor.byteCount
            let shape = tensor.shape.map(String.init).joined(separator: ",")
            entries.append(
                "\(quoted(tensor.name)):{\"dtype\":\"\(tensor.element.rawValue)\",\"shape\":[\(shape)],"
                    + "\"data_offsets\":[\(offset),\(end)]}")
            offset = end
        }
        var header = Array("{\(entries.joined(separator: ","))}".utf8)
        header.append(contentsOf: repeatElement(0x20, count: (8 - header.count % 8) % 8))
        return (0..<8).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) } + header
    }

    private func quoted(_ text: String) -> String {
        var bytes: [UInt8] = []
        JSONText.append(string: ArraySlice(text.utf8), to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// The element types a model file uses, by the format's own words.
enum TensorElement: String, Sendable {
    case float32 = "F32"
    case uint8 = "U8"
    case int64 = "I64"
    case uint64 = "U64"

    init?<Value>(_ type: Value.Type) {
        switch type {
        case is Float.Type: self = .float32
        case is UInt8.Type: self = .uint8
        case is Int64.Type: self = .int64
        case is UInt64.Type: self = .uint64
        default: return nil
        }
    }

    var byteCount: Int {
        switch self {
        case .uint8: 1
        case .float32: 4
        case .int64, .uint64: 8
        }
    }
}
