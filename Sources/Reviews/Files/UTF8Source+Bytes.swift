/// Text that is UTF-8 already, checked on its way: ill-formed bytes become U+FFFD and are counted.
final class UTF8Source: RepairingSource {
    private let source: any ByteSource
    /// A sequence that the last chunk cut in two.
    private var pending: [UInt8] = []
    private(set) var repairCount = 0

    init(_ source: any ByteSource) {
        self.source = source
    }

    func read(into buffer: inout [UInt8]) throws -> Int {
        let before = buffer.count
        while true {
            buffer.append(contentsOf: pending)
            pending.removeAll(keepingCapacity: true)
            let isLast = try source.read(into: &buffer) == 0
            if !isLast {
                let cut = buffer[before...].endOfWholeCharacters
                pending.append(contentsOf: buffer[cut...])
                buffer.removeSubrange(cut...)
            }
            guard isLast || buffer.count > before else { continue }
            let isWellFormed = buffer.withUnsafeBufferPointer {
                UTF8Check.isWellFormed(UnsafeBufferPointer(rebasing: $0[before...]))
            }
            if !isWellFormed {
                let bytes = Array(buffer[before...])
                buffer.removeSubrange(before...)
                append(repairing: bytes, to: &buffer)
            }
            return buffer.count - before
        }
    }

    private func append(repairing bytes: [UInt8], to buffer: inout [UInt8]) {
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        while true {
            switch decoder.decode(&iterator) {
            case .scalarValue(let scalar): buffer.append(contentsOf: UTF8.encode(scalar).map(Array.init) ?? [])
            case .emptyInput: return
            case .error:
                repairCount += 1
                buffer.append(contentsOf: [0xEF, 0xBF, 0xBD])
            }
        }
    }
}

/// Whether bytes are UTF-8, looked at eight at a time where they are ASCII.
enum UTF8Check {
    /// - Parameter isWhole: nothing follows, so that a sequence the end cuts in two is ill-formed.
    static func isWellFormed(_ bytes: [UInt8], isWhole: Bool) -> Bool {
        let end = isWhole ? bytes.count : bytes[...].endOfWholeCharacters
        return bytes.withUnsafeBufferPointer { isWellFormed(UnsafeBufferPointer(rebasing: $0[..<end])) }
    }

    static func isWellFormed(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        firstIllFormed(bytes) == nil
    }

    /// Where the first ill-formed sequence begins.
    static func firstIllFormed(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        let count = bytes.count
        var index = 0
        func isContinuation(_ at: Int) -> Bool { at < count && bytes[at] & 0xC0 == 0x80 }
        while index < count {
            let lead = bytes[index]
            if lead < 0x80 {
                index += 1
                while index + 8 <= count, let base = bytes.baseAddress {
                    let word = UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self)
                    if word & 0x8080_8080_8080_8080 != 0 { break }
                    index += 8
                }
                continue
            }
            let length: Int
            switch lead {
            case 0xC2...0xDF: length = 2
            case 0xE0...0xEF: length = 3
            case 0xF0...0xF4: length = 4
            default: return index
            }
            guard (1..<length).allSatisfy({ isContinuation(index + $0) }) else { return index }
            let second = bytes[index + 1]
            switch lead {
            case 0xE0 where second < 0xA0, 0xED where second > 0x9F, 0xF0 where second < 0x90,
                0xF4 where second > 0x8F:
                return index
            default: index += length
            }
        }
        return nil
    }
}
