import Foundation

extension Entities {
    /// Where a text's first reference may begin; most have none, so the C library's vectorised search looks.
    static func firstAmpersand(in text: ArraySlice<UInt8>) -> Int? {
        text.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress, let found = memchr(base, Int32(UInt8(ascii: "&")), bytes.count) else {
                return nil
            }
            return text.startIndex + (UnsafeRawPointer(found) - base)
        }
    }
}
