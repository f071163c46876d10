import ValenceNetworks

extension TensorFileWriter {
    /// A tensor of the file, whose numbers stay where they are until they are written.
    struct Tensor {
        let name: String
        let element: TensorElement
        let shape: [Int]
        /// Lets its bytes be read.
        fileprivate let read: (_ take: (UnsafeRawBufferPointer) throws -> Void) throws -> Void

        var byteCount: Int { shape.reduce(element.byteCount, *) }

        init<Value: BitwiseCopyable>(_ name: String, _ element: TensorElement, _ shape: [Int], _ values: [Value]) {
            (self.name, self.element, self.shape) = (name, element, shape)
            read = { try values.withUnsafeBytes($0) }
        }

        init(_ name: String, _ shape: [Int], _ matrix: Matrix<Float>) {
            (self.name, self.element, self.shape) = (name, .float32, shape)
            read = { try matrix.withBytes($0) }
        }
    }

    /// Hands the file on, piece by piece.
    /// - Returns: how many bytes it has.
    /// - Throws: what `take` throws.
    @discardableResult
    package func write(_ take: (UnsafeRawBufferPointer) throws -> Void) throws -> Int {
        let header = header()
        try header.withUnsafeBytes(take)
        for tensor in all { try tensor.read(take) }
        return all.reduce(header.count) { $0 + $1.byteCount }
    }
}
