import Foundation
import ValenceReviews

/// A `.safetensors` file being put together: named tensors and a metadata table of strings.
///
/// Layout: 8 bytes little-endian header length, a JSON header padded with blanks to a multiple of 8, the tensors' bytes
/// without gaps (<https://github.com/huggingface/safetensors>, format description). Float tensors stand first, tables of
/// whole numbers behind them.
package struct TensorFileWriter {
    struct Tensor {
        var name: String
        var element: TensorElement
        var shape: [Int]
        var bytes: [UInt8]
    }
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
        tensors.append(
            Tensor(name: prefix + name, element: .float32, shape: shape, bytes: values.withUnsafeBytes(Array.init)))
    }

    /// Adds a table of whole numbers or bytes: `UInt8`, `Int64` or `UInt64`.
    package mutating func add<Value: FixedWidthInteger>(_ name: String, table values: [Value]) {
        guard let element = TensorElement(Value.self) else {
            preconditionFailure("\(name): a table of \(Value.self) has no element type in the file")
        }
        tables.append(
            Tensor(
                name: prefix + name, element: element, shape: [values.count], bytes: values.withUnsafeBytes(Array.init))
        )
    }

    /// The whole file.
    package func encoded() -> [UInt8] {
        let all = tensors + tables
        var entries = [
            "\"__metadata__\":{" + metadata.map { quoted($0.key) + ":" + quoted($0.value) }.joined(separator: ",") + "}"
        ]
        var offset = 0
        for tensor in all {
            let end = offset + tensor.bytes.count
            let shape = tensor.shape.map(String.init).joined(separator: ",")
            entries.append(
                "\(quoted(tensor.name)):{\"dtype\":\"\(tensor.element.rawValue)\",\"shape\":[\(shape)],"
                    + "\"data_offsets\":[\(offset),\(end)]}")
            offset = end
        }
        var header = Array("{\(entries.joined(separator: ","))}".utf8)
        header.append(contentsOf: repeatElement(0x20, count: (8 - header.count % 8) % 8))
        var file: [UInt8] = []
        file.reserveCapacity(8 + header.count + offset)
        withUnsafeBytes(of: UInt64(header.count).littleEndian) { file.append(contentsOf: $0) }
        file.append(contentsOf: header)
        for tensor in all { file.append(contentsOf: tensor.bytes) }
        return file
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
