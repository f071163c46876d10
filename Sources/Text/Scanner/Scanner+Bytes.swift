/// Walks once over a text and writes its tokens.
///
/// The common case, a short word of ASCII letters before a blank, stays in a register: lower-cased, packed, checked for
/// repeated letters, hashed and stored as one 64-bit word. Everything else goes through the functions beside this file.
struct Scanner {
    let text: ByteView
    let lowercase: Bool
    let cleansHTML: Bool
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
                let limit = min(count, position + 8)
                var packed: UInt64 = 0
                var end = position
                while end < limit {
                    let letter = fold(text.known(end))
                    if letter == 0 { break }
                    packed |= UInt64(letter) << UInt64((end - position) &* 8)
                    end += 1
                }
                let length = end - position
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
