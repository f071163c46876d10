/// The generator SplitMix64 (Steele, Lea & Flood 2014, doi:10.1145/2660193.2660195): the same numbers for the same seed
/// on every machine.
package struct SplitMix64: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(seed: UInt64) {
        state = seed
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Self.mix(state)
    }

    /// The generator's finalizer: a bijection that spreads every bit of `value`.
    package static func mix(_ value: UInt64) -> UInt64 {
        var z = value
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// A number below `bound`, each as likely as the other (Lemire 2019, doi:10.1145/3230636).
    package mutating func below(_ bound: UInt64) -> UInt64 {
        precondition(bound > 0, "a bound of 0 leaves no number")
        var product = next().multipliedFullWidth(by: bound)
        if product.low < bound {
            let threshold = (0 &- bound) % bound
            while product.low < threshold { product = next().multipliedFullWidth(by: bound) }
        }
        return product.high
    }

    /// Fisher and Yates's shuffle.
    package mutating func shuffle<Element>(_ values: inout [Element]) {
        for last in stride(from: values.count - 1, to: 0, by: -1) {
            values.swapAt(last, Int(below(UInt64(last + 1))))
        }
    }
}
