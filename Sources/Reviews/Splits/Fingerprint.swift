/// 64 bits that stand for a text: equal for copies that differ in letter case, white space or punctuation only.
package enum Fingerprint {
    /// FNV-1a over the text's letters, digits and bytes beyond ASCII, runs of anything else as one blank, then mixed.
    package static func of(_ text: ArraySlice<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        var isGap = false
        var isEmpty = true
        for byte in text {
            guard byte >= 0x80 || byte.isASCIILetter || byte.isASCIIDigit else {
                isGap = true
                continue
            }
            if isGap, !isEmpty { hash = (hash ^ 0x20) &* 0x100_0000_01B3 }
            isGap = false
            isEmpty = false
            let folded = byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
            hash = (hash ^ UInt64(folded)) &* 0x100_0000_01B3
        }
        if isEmpty {
            // Nothing but signs (`:-)`, `!!!`): those are the text then.
            for byte in text.trimmed { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        }
        return SplitMix64.mix(hash)
    }
}
