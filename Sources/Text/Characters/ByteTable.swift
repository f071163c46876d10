/// What each byte is to the tokeniser, and the form in which a word keeps it.
struct ByteTable: Sendable {
    enum Kind {
        /// Dropped; parts words.
        static let separator: UInt8 = 0
        /// A letter or digit of ASCII.
        static let word: UInt8 = 1
        /// Needs a look at its neighbours.
        static let mark: UInt8 = 2
        /// Part of a character beyond ASCII.
        static let wide: UInt8 = 3
    }

    /// What a byte behind a word of ASCII letters and digits means for the word.
    enum After {
        static let ends: UInt8 = 0
        /// May belong to it.
        static let continues: UInt8 = 1
        /// May belong to it if it is a number or the beginning of an address.
        static let depends: UInt8 = 2
    }

    let kinds: [UInt8]
    /// The byte as a word keeps it, 0 for what is neither letter nor digit of ASCII.
    let folds: [UInt8]
    let after: [UInt8]

    init(lowercase: Bool) {
        var kinds = [UInt8](repeating: Kind.separator, count: 256)
        var folds = [UInt8](repeating: 0, count: 256)
        var after = [UInt8](repeating: After.ends, count: 256)
        for byte in UInt8.min...UInt8.max {
            let index = Int(byte)
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): folds[index] = byte
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): folds[index] = lowercase ? byte | 0x20 : byte
            case 0x80...: (kinds[index], after[index]) = (Kind.wide, After.continues)
            default: break
            }
            if folds[index] != 0 { (kinds[index], after[index]) = (Kind.word, After.continues) }
        }
        for byte in ".,;:()\"-!?<>@=^'".utf8 { kinds[Int(byte)] = Kind.mark }
        for byte in ".,/:".utf8 { after[Int(byte)] = After.depends }
        after[Int(UInt8(ascii: "'"))] = After.continues
        (self.kinds, self.folds, self.after) = (kinds, folds, after)
    }
}
