/// Walks once over a text and writes its tokens.
///
/// The common case, a short word of ASCII letters before a blank, stays in a register: lower-cased, packed, checked for
/// repeated letters, hashed and stored as one 64-bit word. Everything else goes through the functions beside this file.
struct Scanner {
    let text: ByteView
    let lowercase: Bool
    let cleansHTML: Bool
    let joinsClitics: Bool
    let scalars = ScalarTable.shared
    /// Where the next token may begin.
    var position = 0
    /// Whether a comment may still end; once none does, `<!--` is no longer looked for, so the walk stays linear.
    var mayHoldComments = true
    private let kinds: UnsafePointer<UInt8>
    private let folds: UnsafePointer<UInt8>

    init(text: ByteView, settings: TextSettings, kinds: UnsafePointer<UInt8>, folds: UnsafePointer<UInt8>) {
        (self.text, self.kinds, self.folds) = (text, kinds, folds)
        (lowercase, cleansHTML) = (settings.lowercase, settings.cleansHTML)
        joinsClitics = settings.tokenizerVersion >= 2
    }

    /// The `ByteTable.Kind` of `byte`.
    @inline(__always)
    func kind(_ byte: UInt8) -> UInt8 { kinds[Int(byte)] }

    /// `byte` as a word keeps it; 0 for what is neither letter nor digit of ASCII.
    @inline(__always)
    func fold(_ byte: UInt8) -> UInt8 { folds[Int(byte)] }

    mutating func run(after: UnsafePointer<UInt8>, into writer: inout TokenWriter) {
        let count = text.count
        while position < count {
            let byte = text.known(position)
            switch kind(byte) {
            case ByteTable.Kind.separator:
                position += 1
            case ByteTable.Kind.word:
                let (packed, length) = Self.word(text.eight(at: position), lowercase: lowercase)
                let end = position + length
                guard length < 8, !Self.repeatsLetters(packed),
                    ends(packed, length, before: after[Int(text[end])])
                else {
                    scanWord(into: &writer)
                    continue
                }
                writer.token(packed: packed, length: length)
                position = end
            case ByteTable.Kind.wide:
                scanWide(into: &writer)
            default:
                scanMark(byte, into: &writer)
            }
        }
    }

    /// The ASCII letters and digits that eight bytes begin with, as a word keeps them, and their number.
    ///
    /// All bytes are compared at once: a sum of seven-bit numbers sets a byte's upper bit from a certain letter on.
    @inline(__always)
    static func word(_ bytes: UInt64, lowercase: Bool) -> (packed: UInt64, length: Int) {
        let upperBits: UInt64 = 0x8080_8080_8080_8080
        let low = bytes & ~upperBits
        let small = low | 0x2020_2020_2020_2020
        let isLetter = from("a", small) & ~from("{", small) & upperBits
        let isDigit = from("0", low) & ~from(":", low)
        let parts = ~((isLetter | isDigit) & ~bytes) & upperBits
        let length = parts.trailingZeroBitCount / 8
        let folded = lowercase ? bytes | isLetter >> 2 : bytes
        let before = (parts & (0 &- parts)) &- 1
        return (folded & before >> 7, length)
    }

    /// Sets the upper bit of each of eight seven-bit numbers that is at least `least`.
    @inline(__always)
    private static func from(_ least: Unicode.Scalar, _ numbers: UInt64) -> UInt64 {
        numbers &+ 0x0101_0101_0101_0101 &* (0x80 - UInt64(least.value))
    }

    /// Whether the word of ASCII letters and digits ends before a byte that means `after` to it.
    @inline(__always)
    private func ends(_ packed: UInt64, _ length: Int, before after: UInt8) -> Bool {
        if after == ByteTable.After.ends { return true }
        if after == ByteTable.After.continues { return false }
        let last = packed >> UInt64((length - 1) &* 8)
        if last < 0x3A { return false }
        let small = packed | 0x2020_2020_2020_2020 >> UInt64((8 - length) &* 8)
        return small != Self.http && small != Self.https && small != Self.www
    }

    /// Whether a letter stands four times in a row; no byte of `packed` above the word's last is set.
    ///
    /// Shifted by a byte and compared, a byte equal to its predecessor gives zero; three zeros in a row are four equal
    /// bytes. Only letters have bit 6 set.
    @inline(__always)
    static func repeatsLetters(_ packed: UInt64) -> Bool {
        let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
        let difference = packed ^ (packed << 8)
        let nonzero = ((difference & low) &+ low) | difference
        let equal = ~nonzero & ~low & (packed << 1)
        return equal & (equal << 8) & (equal << 16) != 0
    }

    private static let http: UInt64 = 0x7074_7468
    private static let https: UInt64 = 0x73_7074_7468
    private static let www: UInt64 = 0x77_7777
}
