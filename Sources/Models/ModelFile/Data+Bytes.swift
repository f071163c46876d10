import Foundation

extension Data {
    /// The little-endian values that stand in a range of bytes, copied out.
    func values<Value>(in range: Range<Int>) -> [Value] {
        [Value](unsafeUninitializedCapacity: range.count / MemoryLayout<Value>.stride) { buffer, count in
            copyBytes(to: UnsafeMutableRawBufferPointer(buffer), from: range)
            count = buffer.count
        }
    }
}
