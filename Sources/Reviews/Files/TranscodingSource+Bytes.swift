import Foundation

/// Text of another encoding, made UTF-8 by the system's iconv; what it cannot read becomes U+FFFD and is counted.
final class TranscodingSource: RepairingSource {
    private let source: any ByteSource
    private let converter: iconv_t
    private var raw: [UInt8] = []
    private(set) var repairCount = 0

    /// - Throws: `ReviewsError.badOption` for a name that iconv does not know.
    init(_ source: any ByteSource, encoding: String) throws {
        self.source = source
        converter = iconv_open("UTF-8", encoding)
        // iconv_open answers (iconv_t)-1 for an unknown name.
        guard Int(bitPattern: converter) != -1 else {
            throw ReviewsError.badOption(
                "--encoding expects a name that iconv knows (iconv --list shows them), found '\(encoding)'")
        }
    }

    deinit { iconv_close(converter) }

    func read(into buffer: inout [UInt8]) throws -> Int {
        while true {
            let isLast = try source.read(into: &raw) == 0
            if raw.isEmpty { return 0 }
            let before = buffer.count
            let used = convert(into: &buffer, isLast: isLast)
            raw.removeFirst(used)
            if buffer.count > before { return buffer.count - before }
            if isLast { return 0 }
        }
    }

    /// - Returns: how many bytes of `raw` are done with.
    private func convert(into buffer: inout [UInt8], isLast: Bool) -> Int {
        let capacity = raw.count * 4 + 16
        var used = 0
        raw.withUnsafeMutableBytes { raw in
            withUnsafeTemporaryAllocation(of: CChar.self, capacity: capacity) { output in
                var input = raw.baseAddress?.assumingMemoryBound(to: CChar.self)
                var inputLeft = raw.count
                var next = output.baseAddress
                var outputLeft = capacity
                func flush() {
                    let bytes = UnsafeRawBufferPointer(start: output.baseAddress, count: capacity - outputLeft)
                    buffer.append(contentsOf: bytes)
                    next = output.baseAddress
                    outputLeft = capacity
                }
                while inputLeft > 0, iconv(converter, &input, &inputLeft, &next, &outputLeft) == -1 {
                    let problem = errno
                    flush()
                    if problem == E2BIG { continue }
                    if problem == EINVAL, !isLast { break }
                    repairCount += 1
                    buffer.append(contentsOf: [0xEF, 0xBF, 0xBD])
                    input = input?.advanced(by: 1)
                    inputLeft -= 1
                }
                flush()
                used = raw.count - inputLeft
            }
        }
        return used
    }
}
