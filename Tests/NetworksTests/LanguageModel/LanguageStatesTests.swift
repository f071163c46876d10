import Testing
import ValenceNetworks

@Suite("A language model's states")
struct LanguageStatesTests {
    private static let H = 5

    /// A network whose logits are the states where each direction ended.
    private func network(_ direction: Direction) throws -> RecurrentNetwork {
        let size = direction.count * Self.H
        let network = try RecurrentNetwork(
            NetworkConfiguration(
                vocabularySize: 30, embeddingSize: 4, hiddenSize: Self.H, direction: direction, pooling: [.last],
                classCount: size), seed: 2)
        network.parameters["output.weight"] = (0..<size * size).map { $0 % (size + 1) == 0 ? 1 : 0 }
        network.parameters["output.bias"] = Array(repeating: 0, count: size)
        network.parametersChanged()
        return network
    }

    @Test(
        "are where the directions end that read up to a place and from it on, made short", arguments: Direction.allCases
    )
    func states(direction: Direction) throws {
        let network = try network(direction)
        let texts = randomReviews(40, vocabulary: 30, longest: 12) + [[], [3]]
        let reader = LanguageStates(network)
        let found = reader.vectors(of: texts, threads: 2)
        func short(_ state: ArraySlice<Float>) -> [Float] {
            state.map { $0 / (1 + state.reduce(0) { $0 + $1 * $1 }).squareRoot() }
        }
        for (text, states) in zip(texts, found) {
            #expect(states.rows == text.count && states.columns == reader.size)
            for place in text.indices {
                let ends = network.logits(of: [text[...place], text[place...]], threads: 1)
                var expected = short(ends[..<Self.H])
                if direction == .both { expected += short(ends[(3 * Self.H)...]) }
                let row = (0..<reader.size).map { states[place, $0] }
                #expect(zip(row, expected).allSatisfy { abs($0 - $1) < 1e-6 }, "\(row) \(expected)")
            }
            // Beside others a text has the same states, to the bit.
            #expect(reader.vectors(of: [text], threads: 1)[0].values == states.values)
        }
    }

    @Test(
        "read in bfloat16 are nearly those in single precision, and a text's own too",
        .enabled(if: Kernels.rounding != nil, "this processor has no products in bfloat16"))
    func rounded() throws {
        let single = LanguageStates(try network(.both))
        let rounded = try single.reading(in: .bfloat16)
        let texts = randomReviews(40, vocabulary: 30, longest: 12)
        let (expected, found) = (single.vectors(of: texts, threads: 2), rounded.vectors(of: texts, threads: 2))
        #expect(expected.map(\.values) != found.map(\.values))
        for (text, (expected, found)) in zip(texts, zip(expected, found)) {
            #expect(zip(expected.values, found.values).allSatisfy { abs($0 - $1) < 0.02 })
            #expect(rounded.vectors(of: [text], threads: 1)[0].values == found.values)
        }
    }
}
