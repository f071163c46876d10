/// JSON strings and arrays of strings, for fields that hold several values.
package enum JSONText {
    /// Appends UTF-8 `text` as a JSON string (RFC 8259): quotes, backslashes and controls escaped, the rest as it is.
    package static func append(string text: ArraySlice<UInt8>, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            case 0x0A: bytes += Array(#"\n"#.utf8)
            case 0x0D: bytes += Array(#"\r"#.utf8)
            case 0x09: bytes += Array(#"\t"#.utf8)
            case 0..<0x20:
                let digits = Array("0123456789abcdef".utf8)
                bytes += Array(#"\u00"#.utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    package static func append(array: [ArraySlice<UInt8>], to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "["))
        for (index, value) in array.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            append(string: value, to: &bytes)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    /// The values of an array that `append(array:to:)` wrote; `nil` for anything else.
    package static func strings(inArray json: ArraySlice<UInt8>) -> [[UInt8]]? {
        guard json.first == UInt8(ascii: "["), json.last == UInt8(ascii: "]") else { return nil }
        var values: [[UInt8]] = []
        var index = json.startIndex + 1
        while index < json.endIndex - 1 {
            if json[index] == UInt8(ascii: ",") { index += 1 }
            guard json[index] == UInt8(ascii: "\"") else { return nil }
            index += 1
            var value: [UInt8] = []
            while index < json.endIndex, json[index] != UInt8(ascii: "\"") {
                guard json[index] == UInt8(ascii: "\\") else {
                    value.append(json[index])
                    index += 1
                    continue
                }
                guard index + 1 < json.endIndex else { return nil }
                switch json[index + 1] {
                case UInt8(ascii: "n"): value.append(0x0A)
                case UInt8(ascii: "r"): value.append(0x0D)
                case UInt8(ascii: "t"): value.append(0x09)
                case UInt8(ascii: "u"):
                    let digits = String(decoding: json[min(index + 2, json.endIndex)...].prefix(4), as: UTF8.self)
                    guard let code = UInt8(digits, radix: 16) else { return nil }
                    value.append(code)
                    index += 4
                default: value.append(json[index + 1])
                }
                index += 2
            }
            guard index < json.endIndex else { return nil }
            index += 1
            values.append(value)
        }
        return values
    }
}
