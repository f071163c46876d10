extension MinHash {
    /// Hash function i takes the shingle x to (x ^ masks[i]) · factors[i] modulo 2³².
    private static let masks = constants(from: 0x243F_6A88_85A3_08D3)
    /// Odd, so that no two shingles have one value.
    private static let factors = constants(from: 0x1319_8A2E_0370_7344).map { $0 | 1 }

    private static func constants(from seed: UInt64) -> [UInt32] {
        (1...UInt64(functionCount)).map { number in
            UInt32(truncatingIfNeeded: TokenHash.fold(seed &+ number &* TokenHash.first, TokenHash.second) >> 32)
        }
    }

    /// The least value of each hash function over all shingles.
    static func minima(of shingles: [UInt32]) -> [UInt32] {
        var minima = [UInt32](repeating: .max, count: functionCount)
        minima.withUnsafeMutableBufferPointer { minima in
            masks.withUnsafeBufferPointer { masks in
                factors.withUnsafeBufferPointer { factors in
                    for shingle in shingles {
                        for function in 0..<functionCount {
                            let value = (shingle ^ masks[function]) &* factors[function]
                            minima[function] = min(minima[function], value)
                        }
                    }
                }
            }
        }
        return minima
    }
}
