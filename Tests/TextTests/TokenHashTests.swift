import Testing
import ValenceText

struct TokenHashTests {
    @Test("hashes never change: model files hold them")
    func golden() {
        // From a second implementation, in Python.
        let golden: [(String, UInt64)] = [
            ("", 0x1EB2_4468_2E62_CA05),
            ("a", 0x6D0E_3D87_05C6_2FC6),
            ("good", 0xD2DD_3243_950B_B5A3),
            ("awesome", 0xAD37_5093_8F40_1D5D),
            ("terrible", 0xA9D6_56B7_9FBC_4781),
            ("wonderful", 0xAEA4_0778_CDD3_B069),
            ("don't", 0x6495_EBB4_E6C6_B331),
            ("incomprehensibilities", 0x55E1_A1F1_90DA_3F03),
            ("\u{1F600}", 0xDA9D_1F26_50E2_AEB9),
            ("中", 0x1F97_E9D6_4A5D_395F),
        ]
        for (word, hash) in golden { #expect(TokenHash.of(word) == hash, "\(word)") }
    }

    @Test("zeros at a word's end count")
    func zeros() {
        let hashes = (0..<40).map { TokenHash.of([UInt8](repeating: 0, count: $0)) }
        #expect(Set(hashes).count == 40)
    }

    @Test("each bit of a token changes each bit of the hash half of the time", arguments: [3, 8, 11])
    func avalanche(_ length: Int) {
        var flips = [Int](repeating: 0, count: 64)
        var trials = 0
        for number in 0..<200 {
            let word = (0..<length).map { UInt8(truncatingIfNeeded: number &* 31 &+ $0 &* 7 &+ (number >> 3)) }
            for bit in 0..<(length * 8) {
                var other = word
                other[bit / 8] ^= 1 << UInt8(bit % 8)
                let difference = TokenHash.of(word) ^ TokenHash.of(other)
                for place in 0..<64 where difference >> UInt64(place) & 1 == 1 { flips[place] += 1 }
                trials += 1
            }
        }
        for place in 0..<64 { #expect(abs(Double(flips[place]) / Double(trials) - 0.5) < 0.05) }
    }

    @Test("a million short words spread over buckets as chance would have it")
    func spread() {
        var high = [Int](repeating: 0, count: 1024)
        var low = high
        var distinct = Set<UInt64>()
        for number in 0..<1_000_000 {
            let hash = TokenHash.of(String(number, radix: 36))
            high[Int(hash >> 54)] += 1
            low[Int(hash & 1023)] += 1
            distinct.insert(hash)
        }
        #expect(distinct.count == 1_000_000)
        let expected = 1_000_000.0 / 1024
        for counts in [high, low] {
            let chiSquare = counts.reduce(0) { $0 + (Double($1) - expected) * (Double($1) - expected) / expected }
            // 1,023 degrees of freedom: mean 1,023, standard deviation 45.
            #expect(chiSquare > 800 && chiSquare < 1250)
        }
    }
}
