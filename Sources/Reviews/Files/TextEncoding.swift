/// Finds out how a file's bytes stand for text.
enum TextEncoding {
    /// The encoding of a file that begins with `sample`, by iconv's name, and how many bytes of a byte order mark to skip.
    ///
    /// In this order: a byte order mark; the zeros that UTF-16 puts between ASCII letters; what an XML declaration says;
    /// UTF-8 if the bytes are that; else Windows-1252, or Latin-1 where none of the bytes that part the two occurs.
    static func find(_ sample: [UInt8], isWhole: Bool) -> (name: String, markLength: Int) {
        if sample.starts(with: [0xEF, 0xBB, 0xBF]) { return ("UTF-8", 3) }
        if sample.starts(with: [0xFF, 0xFE, 0, 0]) { return ("UTF-32LE", 4) }
        if sample.starts(with: [0, 0, 0xFE, 0xFF]) { return ("UTF-32BE", 4) }
        if sample.starts(with: [0xFF, 0xFE]) { return ("UTF-16LE", 2) }
        if sample.starts(with: [0xFE, 0xFF]) { return ("UTF-16BE", 2) }
        if let wide = wideEncoding(sample) { return (wide, 0) }
        if let declared = declaredEncoding(sample), declared.uppercased() != "UTF-8" { return (declared, 0) }
        let isUTF8 = UTF8Check.isWellFormed(sample, isWhole: isWhole)
        if isUTF8 || declaredEncoding(sample) != nil { return ("UTF-8", 0) }
        return (sample.contains { (0x80...0x9F).contains($0) } ? "WINDOWS-1252" : "ISO-8859-1", 0)
    }

    /// How long the mark is at the head of a file of a known encoding.
    static func markLength(_ sample: [UInt8], encoding: String) -> Int {
        let found = find(Array(sample.prefix(4)), isWhole: false)
        let plain = encoding.uppercased()
        return plain.hasPrefix("UTF") && found.markLength > 0 && found.name.hasPrefix(plain) ? found.markLength : 0
    }

    /// UTF-16 without a mark: nearly every second byte of Western text is zero.
    private static func wideEncoding(_ sample: [UInt8]) -> String? {
        let head = sample.prefix(4096)
        guard head.count >= 4 else { return nil }
        var zeros = [0, 0]
        for (index, byte) in head.enumerated() where byte == 0 { zeros[index % 2] += 1 }
        let half = head.count / 2
        if zeros[1] * 10 > half * 4, zeros[0] * 20 < half { return "UTF-16LE" }
        if zeros[0] * 10 > half * 4, zeros[1] * 20 < half { return "UTF-16BE" }
        return nil
    }

    /// What `<?xml … encoding="…"?>` says.
    private static func declaredEncoding(_ sample: [UInt8]) -> String? {
        guard sample.starts(with: Array("<?xml".utf8)) else { return nil }
        let declaration = String(decoding: sample.prefix(200).prefix { $0 != UInt8(ascii: ">") }, as: UTF8.self)
        guard let match = declaration.firstMatch(of: /encoding\s*=\s*["']([A-Za-z0-9._:-]+)["']/) else { return nil }
        return String(match.1)
    }
}
