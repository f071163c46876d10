/// Class and folded form of every character of the Basic Multilingual Plane, worked out once per process.
///
/// A character's fold is what a token holds in its place: its lower case, the ASCII form of a full-width letter or digit,
/// the ASCII punctuation that it stands for. Characters beyond the plane are looked up as they come.
struct ScalarTable: Sendable {
    static let shared = ScalarTable()

    private let classes: [UInt8]
    private let folds: [UInt16]

    private init() {
        var classes = [UInt8](repeating: ScalarClass.separator.rawValue, count: 0x10000)
        var folds = (0..<0x10000).map { UInt16($0) }
        for value in 0x80..<UInt32(0x10000) {
            guard let scalar = Unicode.Scalar(Windows1252.mended(value)) else { continue }
            classes[Int(value)] = ScalarClass(scalar).rawValue
            folds[Int(value)] = Self.shortFold(scalar)
        }
        self.classes = classes
        self.folds = folds
    }

    private static func shortFold(_ scalar: Unicode.Scalar) -> UInt16 {
        let value = scalar.value
        if let byte = ScalarClass.punctuation(value) { return UInt16(byte) }
        switch value {
        case 0xFF10...0xFF19, 0xFF41...0xFF5A: return UInt16(value - 0xFEE0)
        case 0xFF21...0xFF3A: return UInt16(value - 0xFEE0 + 0x20)
        case 0x3400...0x9FFF, 0xAC00...0xD7A3: return UInt16(value)
        default: break
        }
        guard scalar.properties.changesWhenLowercased else { return UInt16(value) }
        let lower = scalar.properties.lowercaseMapping.unicodeScalars
        // U+0130 alone becomes two; its dot is dropped, since it says nothing over an i.
        return UInt16(truncatingIfNeeded: lower.first?.value ?? value)
    }

    @inline(__always)
    func kind(_ value: UInt32) -> ScalarClass {
        if value < 0x10000 { return ScalarClass(rawValue: classes[Int(value)]) ?? .separator }
        return Unicode.Scalar(value).map { ScalarClass($0) } ?? .separator
    }

    /// The folded form; `lowercase` says whether capitals become small letters.
    @inline(__always)
    func fold(_ value: UInt32, lowercase: Bool) -> UInt32 {
        guard value < 0x10000 else { return Self.longFold(value, lowercase: lowercase) }
        if lowercase || kind(value) == .punctuation { return UInt32(folds[Int(value)]) }
        switch value {
        case 0x80...0x9F: return Windows1252.mended(value)
        case 0xFF10...0xFF19, 0xFF21...0xFF3A, 0xFF41...0xFF5A: return value - 0xFEE0
        default: return value
        }
    }

    /// The ASCII punctuation that a character of class `.punctuation` stands for.
    func asciiPunctuation(_ value: UInt32) -> UInt8 { UInt8(truncatingIfNeeded: folds[Int(value & 0xFFFF)]) }

    private static func longFold(_ value: UInt32, lowercase: Bool) -> UInt32 {
        guard lowercase, let scalar = Unicode.Scalar(value), scalar.properties.changesWhenLowercased else {
            return value
        }
        return scalar.properties.lowercaseMapping.unicodeScalars.first?.value ?? value
    }
}
