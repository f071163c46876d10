internal import CZlib

/// The unpacked content of a gzip stream of one or more members (RFC 1952), by zlib.
final class GzipSource: ByteSource {
    private static let chunkSize = 256 << 10

    private let path: String
    private let source: any ByteSource
    private var packed: [UInt8] = []
    private var position = 0
    private var stream = z_stream()
    private var isInsideMember = true

    /// - Throws: `ReviewsError.badData` where zlib cannot start.
    init(_ source: any ByteSource, path: String) throws {
        self.source = source
        self.path = path
        // 15 bits of window, 16 more for a gzip header.
        let code = inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard code == Z_OK else { throw damaged("zlib cannot start (\(code))") }
    }

    deinit { inflateEnd(&stream) }

    static func isGzip(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x1f, 0x8b]) }

    func read(into buffer: inout [UInt8]) throws -> Int {
        while true {
            if position == packed.count {
                packed.removeAll(keepingCapacity: true)
                position = 0
                if try source.read(into: &packed) == 0 {
                    if isInsideMember { throw damaged("the gzip data ends in the middle") }
                    return 0
                }
            }
            if !isInsideMember {
                // Some writers pad the file with zeros behind the last member.
                if packed[position] == 0 {
                    position += 1
                    continue
                }
                inflateReset(&stream)
                isInsideMember = true
            }
            let count = try inflateSome(into: &buffer)
            if count > 0 { return count }
        }
    }

    private func inflateSome(into buffer: inout [UInt8]) throws -> Int {
        try packed.withUnsafeMutableBufferPointer { packed in
            try withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Self.chunkSize) { chunk in
                stream.next_in = packed.baseAddress?.advanced(by: position)
                stream.avail_in = UInt32(packed.count - position)
                stream.next_out = chunk.baseAddress
                stream.avail_out = UInt32(chunk.count)
                let code = inflate(&stream, Z_NO_FLUSH)
                position = packed.count - Int(stream.avail_in)
                guard code == Z_OK || code == Z_STREAM_END || code == Z_BUF_ERROR else {
                    throw damaged("the gzip data is damaged (zlib says \(code))")
                }
                if code == Z_STREAM_END { isInsideMember = false }
                let count = chunk.count - Int(stream.avail_out)
                buffer.append(contentsOf: UnsafeBufferPointer(rebasing: chunk[..<count]))
                return count
            }
        }
    }

    private func damaged(_ problem: String) -> ReviewsError {
        .badData(Place(file: path), problem: "\(problem); unpack or fetch it again")
    }
}
