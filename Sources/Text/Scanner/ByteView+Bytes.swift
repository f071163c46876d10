/// The bytes of a text, read by position; beyond the end every byte is 0.
struct ByteView {
    private let base: UnsafePointer<UInt8>
    let count: Int

    /// Valid only as long as `buffer` is.
    init?(_ buffer: UnsafeBufferPointer<UInt8>) {
        guard let base = buffer.baseAddress else { return nil }
        self.base = base
        count = buffer.count
    }

    @inline(__always)
    subscript(position: Int) -> UInt8 { position < count ? base[position] : 0 }

    /// The byte at `position`, which lies before the end.
    @inline(__always)
    func known(_ position: Int) -> UInt8 {
        assert(position < count)
        return base[position]
    }

    /// Eight bytes from `position` on, the first one lowest.
    @inline(__always)
    func eight(at position: Int) -> UInt64 {
        guard position + 8 <= count else { return rest(from: position) }
        return UInt64(littleEndian: UnsafeRawPointer(base + position).loadUnaligned(as: UInt64.self))
    }

    private func rest(from position: Int) -> UInt64 {
        (position..<max(position, count)).reduce(0) { $0 | UInt64(base[$1]) << UInt64(($1 - position) * 8) }
    }

    /// Whether the ASCII text `word`, in small letters, begins at `position`, in letters of either case.
    func has(_ word: StaticString, at position: Int) -> Bool {
        guard position + word.utf8CodeUnitCount <= count else { return false }
        return word.withUTF8Buffer { letters in
            for index in letters.indices {
                let byte = base[position + index]
                let small = byte &- 0x41 < 26 ? byte | 0x20 : byte
                if small != letters[index] { return false }
            }
            return true
        }
    }

    /// The character at `position`, before the end, and how many bytes it takes; U+FFFD for the longest ill-formed part,
    /// as the Unicode Standard (section 3.9, "U+FFFD Substitution of Maximal Subparts") advises.
    func scalar(at position: Int) -> (value: UInt32, length: Int) {
        let lead = known(position)
        if lead < 0x80 { return (UInt32(lead), 1) }
        let second = self[position + 1]
        switch lead {
        case 0xC2...0xDF:
            guard second & 0xC0 == 0x80 else { return (0xFFFD, 1) }
            return (UInt32(lead & 0x1F) << 6 | UInt32(second & 0x3F), 2)
        case 0xE0...0xEF:
            let low: UInt8 = lead == 0xE0 ? 0xA0 : 0x80
            let high: UInt8 = lead == 0xED ? 0x9F : 0xBF
            guard second >= low, second <= high else { return (0xFFFD, 1) }
            let third = self[position + 2]
            guard third & 0xC0 == 0x80 else { return (0xFFFD, 2) }
            return (UInt32(lead & 0x0F) << 12 | UInt32(second & 0x3F) << 6 | UInt32(third & 0x3F), 3)
        case 0xF0...0xF4:
            let low: UInt8 = lead == 0xF0 ? 0x90 : 0x80
            let high: UInt8 = lead == 0xF4 ? 0x8F : 0xBF
            guard second >= low, second <= high else { return (0xFFFD, 1) }
            let third = self[position + 2]
            guard third & 0xC0 == 0x80 else { return (0xFFFD, 2) }
            let fourth = self[position + 3]
            guard fourth & 0xC0 == 0x80 else { return (0xFFFD, 3) }
            let head = UInt32(lead & 0x07) << 18 | UInt32(second & 0x3F) << 12
            return (head | UInt32(third & 0x3F) << 6 | UInt32(fourth & 0x3F), 4)
        default:
            return (0xFFFD, 1)
        }
    }
}
