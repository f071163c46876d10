import Testing
import ValenceNetworks

@Suite("Integrated gradients")
struct AttributionTests {
    private static let review: [Int32] = [3, 1, 4, 1, 5, 7, 2]
    private static let direction = [1.0, -0.5, -0.5]

    private static func score(_ network: ReferenceNetwork, _ ids: [Int32]) -> Double {
        let logits = network.logits(of: [ids[...]])
        return direction.indices.reduce(0) { $0 + direction[$1] * logits[0, $1] }
    }

    @Test(
        "add up to what the answer differs from that to a review without meaning",
        arguments: CellKind.allCases, AttributionBaseline.allCases)
    func completeness(cell: CellKind, baseline: AttributionBaseline) throws {
        for pooling in PoolingKind.allCases.map({ [$0] }) + [PoolingKind.allCases] {
            let network = try SmallCase.network(SmallCase.configuration(cell, layers: 2, pooling: pooling))
            if baseline == .zero {
                // So that a review of unknown words is the baseline.
                for e in 0..<4 { network.parameters.matrix("embedding.weight")[0, e] = 0 }
            }
            let difference =
                Self.score(network, Self.review)
                - Self.score(network, Array(repeating: PackedBatch.unknownToken, count: Self.review.count))
            func missing(steps: Int) -> Double {
                let sum = network.contributions(
                    of: Self.review, along: Self.direction, baseline: baseline, steps: steps
                ).reduce(0, +)
                return abs(sum - difference)
            }
            let size = max(abs(difference), 0.1)
            #expect(missing(steps: 32) < 0.1 * size, "\(pooling): \(missing(steps: 32)) of \(difference)")
            #expect(missing(steps: 2048) < 2e-3 * size, "\(pooling): \(missing(steps: 2048)) of \(difference)")
        }
    }

    @Test("are the same in use as by the plain equations, to 1e-4, however long the review")
    func floatPath() throws {
        let network = try RecurrentNetwork(
            SmallCase.configuration(.lstm, pooling: [.last, .mean, .attention]), seed: 4)
        for column in 0..<network.parameters.flat.columns { network.parameters.flat[0, column] *= 2 }
        let long = (0..<3000).map { Int32($0 * 7 % 9) }
        for review in [Self.review, long, [6]] {
            let found = network.contributions(of: review, along: Self.direction, baseline: .zero, steps: 8)
            let expected = ReferenceNetwork(network).contributions(
                of: review, along: Self.direction, baseline: .zero, steps: 8)
            #expect(found.count == review.count && found.contains { $0 != 0 })
            let differences = zip(found, expected).map { abs($0 - $1) }
            #expect((differences.max() ?? 1) < 1e-4)
        }
        #expect(network.contributions(of: [], along: Self.direction, baseline: .zero, steps: 8).isEmpty)
    }

    @Test("of nothing asked are nothing")
    func nothing() throws {
        let network = try SmallCase.network(SmallCase.configuration(.lstm))
        let weights = network.contributions(of: Self.review, along: [0, 0, 0], baseline: .zero, steps: 4)
        #expect(weights == Array(repeating: 0, count: Self.review.count))
    }

    @Test("attention weights are shown where there is attention, and sum to 1")
    func attention() throws {
        let network = try RecurrentNetwork(SmallCase.configuration(.gru, pooling: [.last, .attention]), seed: 2)
        let weights = try #require(network.attention(of: Self.review))
        #expect(weights.count == Self.review.count && weights.allSatisfy { $0 > 0 })
        #expect(abs(weights.reduce(0, +) - 1) < 1e-5)
        let other = try RecurrentNetwork(SmallCase.configuration(.gru, pooling: [.last]), seed: 2)
        #expect(other.attention(of: Self.review) == nil)
    }
}
