import Testing
import ValenceNetworks

@Suite struct DropoutTests {
    private func loss(_ dropout: DropoutSettings, _ key: DropoutKey?) throws -> Double {
        let configuration = NetworkConfiguration(
            vocabularySize: 40, embeddingSize: 8, hiddenSize: 8, layers: 2, dropout: dropout)
        let network = try RecurrentNetwork(configuration, seed: 1)
        // Without this the first, small states would hide what is dropped.
        network.parameters.flat.scale(by: 3)
        let reviews = randomReviews(40, vocabulary: 40, longest: 12)
        return network.gradient(
            of: reviews, targets: (0..<40).map { Target(Int32($0 % 2)) }, dropout: key, threads: 1
        ).loss
    }

    @Test("each kind of dropout changes the loss, by its key alone")
    func keys() throws {
        let kinds = [
            DropoutSettings(word: 0.5), DropoutSettings(embedding: 0.5), DropoutSettings(layer: 0.5),
            DropoutSettings(output: 0.5),
        ]
        let plain = try loss(.none, nil)
        for kind in kinds {
            let dropped = try loss(kind, DropoutKey(seed: 1, epoch: 2, batch: 3))
            #expect(try loss(kind, nil) == plain)
            #expect(dropped != plain)
            #expect(try loss(kind, DropoutKey(seed: 1, epoch: 2, batch: 3)) == dropped)
            #expect(try loss(kind, DropoutKey(seed: 1, epoch: 2, batch: 4)) != dropped)
        }
    }
}
