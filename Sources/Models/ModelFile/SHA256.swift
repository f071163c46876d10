/// The SHA-256 digest, for naming data files by their content (FIPS 180-4, doi:10.6028/NIST.FIPS.180-4).
package struct SHA256: Sendable {
    private var state: [UInt32] = [
        0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
    ]
    private var schedule = [UInt32](repeating: 0, count: 64)
    private var pending: [UInt8] = []
    private var byteCount: UInt64 = 0

    package init() {}

    /// The digest of bytes that are all there, as 64 hexadecimal digits.
    package static func digest(of bytes: some Collection<UInt8>) -> String {
        var hash = SHA256()
        hash.update(bytes)
        return hash.finalize()
    }

    package mutating func update(_ bytes: some Collection<UInt8>) {
        byteCount += UInt64(bytes.count)
        pending.append(contentsOf: bytes)
        var start = 0
        while pending.count - start >= 64 {
            compress(at: start)
            start += 64
        }
        pending.removeFirst(start)
    }

    /// The digest of everything seen, as 64 hexadecimal digits.
    package consuming func finalize() -> String {
        let bitCount = byteCount &* 8
        pending.append(0x80)
        pending.append(contentsOf: repeatElement(0, count: (120 - pending.count % 64) % 64))
        for shift in stride(from: UInt64(56), through: 0, by: -8) {
            pending.append(UInt8(truncatingIfNeeded: bitCount >> shift))
        }
        for start in stride(from: 0, to: pending.count, by: 64) { compress(at: start) }
        return state.map { word in
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: 8 - digits.count) + digits
        }.joined()
    }

    private mutating func compress(at start: Int) {
        func rotated(_ x: UInt32, _ count: UInt32) -> UInt32 { x >> count | x << (32 - count) }
        for t in 0..<16 {
            let at = start + 4 * t
            schedule[t] =
                UInt32(pending[at]) << 24 | UInt32(pending[at + 1]) << 16 | UInt32(pending[at + 2]) << 8
                | UInt32(pending[at + 3])
        }
        for t in 16..<64 {
            let a = schedule[t - 15]
            let b = schedule[t - 2]
            schedule[t] =
                schedule[t - 16] &+ (rotated(a, 7) ^ rotated(a, 18) ^ a >> 3) &+ schedule[t - 7]
                &+ (rotated(b, 17) ^ rotated(b, 19) ^ b >> 10)
        }
        var (a, b, c, d) = (state[0], state[1], state[2], state[3])
        var (e, f, g, h) = (state[4], state[5], state[6], state[7])
        for t in 0..<64 {
            let t1 =
                h &+ (rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)) &+ ((e & f) ^ (~e & g)) &+ Self.constants[t]
                &+ schedule[t]
            let t2 = (rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) &+ ((a & b) ^ (a & c) ^ (b & c))
            (h, g, f, e, d, c, b, a) = (g, f, e, d &+ t1, c, b, a, t1 &+ t2)
        }
        for (index, value) in [a, b, c, d, e, f, g, h].enumerated() { state[index] &+= value }
    }

    /// The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
    private static let constants: [UInt32] = {
        var primes: [Int] = []
        var candidate = 2
        while primes.count < 64 {
            if primes.allSatisfy({ candidate % $0 != 0 }) { primes.append(candidate) }
            candidate += 1
        }
        return primes.map { prime in
            // ⌊cbrt(prime) · 2³²⌋ modulo 2³², by integer bisection: the largest r with r³ ≤ prime · 2⁹⁶.
            var (low, high) = (UInt64(0), UInt64(1) << 36)
            while high - low > 1 {
                let middle = (low + high) / 2
                let square = middle.multipliedFullWidth(by: middle)
                // r³ as 192 bits, compared with prime << 96.
                let lowPart = square.low.multipliedFullWidth(by: middle)
                let highPart = square.high.multipliedFullWidth(by: middle)
                let (mid, carry) = lowPart.high.addingReportingOverflow(highPart.low)
                let top = highPart.high + (carry ? 1 : 0)
                let limitMiddle = UInt64(prime) << 32
                let isAbove = top > 0 || mid > limitMiddle || (mid == limitMiddle && lowPart.low > 0)
                if isAbove { high = middle } else { low = middle }
            }
            return UInt32(truncatingIfNeeded: low)
        }
    }()
}
