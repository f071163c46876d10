/// The characters that Windows-1252 has at 0x80 to 0x9F, where Unicode has the C1 control characters.
///
/// Reviews full of U+0085 or U+0096 come from text in Windows-1252 that someone read as Latin-1.
enum Windows1252 {
    private static let characters: [UInt16] = [
        0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0xFFFD,
        0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
        0x0153, 0xFFFD, 0x017E, 0x0178,
    ]

    /// What `scalar` stands for: itself, but for U+0080 to U+009F.
    static func mended(_ scalar: UInt32) -> UInt32 {
        (0x80...0x9F).contains(scalar) ? UInt32(characters[Int(scalar - 0x80)]) : scalar
    }
}
