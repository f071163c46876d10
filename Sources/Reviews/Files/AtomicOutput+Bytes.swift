import Foundation

extension AtomicOutput {
    /// - Throws: `ReviewsError.cannotWrite`; `ReviewsError.closedPipe` where nobody reads any more.
    package func append(_ bytes: some Collection<UInt8>) throws {
        func writeThrough(_ bytes: UnsafeBufferPointer<UInt8>) throws {
            try flush()
            try write(UnsafeRawBufferPointer(bytes))
        }
        if bytes.count >= Self.bufferSize, try bytes.withContiguousStorageIfAvailable(writeThrough) != nil { return }
        buffer.append(contentsOf: bytes)
        if buffer.count >= Self.bufferSize { try flush() }
    }

    /// Hands everything so far to the system.
    /// - Throws: as `append`.
    package func flush() throws {
        try buffer.withUnsafeBytes(write)
        buffer.removeAll(keepingCapacity: true)
    }

    private func write(_ bytes: UnsafeRawBufferPointer) throws {
        var written = 0
        while written < bytes.count {
            let rest = bytes[written...]
            let count = Foundation.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            if count < 0 {
                if errno == EINTR { continue }
                if errno == EPIPE { throw ReviewsError.closedPipe }
                throw ReviewsError.cannotWrite(
                    path: name, reason: "writing failed: \(String(cString: strerror(errno)))")
            }
            written += count
        }
    }
}
