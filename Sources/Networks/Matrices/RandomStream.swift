import Foundation

/// What random numbers are drawn for; each purpose has streams of its own.
package enum RandomPurpose: UInt64, Sendable {
    case initialisation = 1, shuffle, split, wordDropout, embeddingDropout, layerDropout, outputDropout, sampling
}

/// A seeded stream of random numbers, xoshiro256** (Blackman & Vigna 2021, doi:10.1145/3460772), whose key says what it
/// is for: equal keys give equal numbers, in any order of asking and on any thread.
package struct RandomStream: RandomNumberGenerator, Sendable {
    private var state: (UInt64, UInt64, UInt64, UInt64)

    package init(seed: UInt64, _ purpose: RandomPurpose, epoch: Int = 0, batch: Int = 0, shard: Int = 0) {
        // Each part of the key is stirred in on its own, so that (1, 2) and (2, 1) part ways.
        var mixed = Self.stirred(seed)
        mixed = Self.stirred(mixed ^ purpose.rawValue)
        for part in [epoch, batch, shard] { mixed = Self.stirred(mixed ^ UInt64(bitPattern: Int64(part))) }
        func next() -> UInt64 {
            mixed &+= 0x9E37_79B9_7F4A_7C15
            return Self.stirred(mixed)
        }
        state = (next(), next(), next(), next())
    }

    /// SplitMix64's output function (Steele, Lea & Flood 2014, doi:10.1145/2660193.2660195).
    private static func stirred(_ value: UInt64) -> UInt64 {
        var z = value &+ 0x9E37_79B9_7F4A_7C15
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    package mutating func next() -> UInt64 {
        func rotated(_ x: UInt64, _ by: UInt64) -> UInt64 { (x << by) | (x >> (64 - by)) }
        let result = rotated(state.1 &* 5, 7) &* 9
        let shifted = state.1 << 17
        state.2 ^= state.0
        state.3 ^= state.1
        state.1 ^= state.2
        state.0 ^= state.3
        state.2 ^= shifted
        state.3 = rotated(state.3, 45)
        return result
    }

    /// Uniform in [0, 1).
    package mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// Standard normal, by Box and Muller.
    package mutating func normal() -> Double {
        let radius = (-2 * Foundation.log(1 - uniform())).squareRoot()
        return radius * Foundation.cos(2 * .pi * uniform())
    }

    /// One with probability `probability`, else zero.
    package mutating func bernoulli(_ probability: Double) -> Bool { uniform() < probability }

    /// Draws for each place of `drawn` in turn: 1 with probability `probability`, else 0. For many at a time, which cost less.
    package mutating func bernoulli(_ probability: Double, into drawn: inout [UInt8]) {
        for index in drawn.indices { drawn[index] = bernoulli(probability) ? 1 : 0 }
    }

    /// 0 ..< `bound`, each equally likely.
    package mutating func below(_ bound: Int) -> Int {
        precondition(bound > 0, "a number below \(bound)")
        let wide = UInt64(bound)
        // Numbers past the last whole multiple of `bound` would favour the small ones: draw again.
        let limit = UInt64.max - UInt64.max % wide
        while true {
            let drawn = next()
            if drawn < limit { return Int(drawn % wide) }
        }
    }

    /// Puts `items` into random order (Fisher and Yates), the same on every platform and Swift version.
    package mutating func shuffle<Element>(_ items: inout [Element]) {
        guard items.count > 1 else { return }
        for last in stride(from: items.count - 1, to: 0, by: -1) { items.swapAt(last, below(last + 1)) }
    }
}
