import Synchronization
import Testing
import ValenceNetworks

/// An encoder with random weights and the states of random reviews.
private struct Case {
    let configuration: NetworkConfiguration
    let parameters: ParameterStore<Double>
    let encoder: Encoder<Double>
    let table: Matrix<Double>

    init(_ cell: CellKind, _ direction: Direction, layers: Int = 1, seed: UInt64 = 3) {
        configuration = NetworkConfiguration(
            vocabularySize: 20, embeddingSize: 4, hiddenSize: 6, layers: layers, cell: cell, direction: direction)
        parameters = ParameterStore(configuration.layout)
        var stream = RandomStream(seed: seed, .sampling)
        for column in 0..<parameters.flat.columns { parameters.flat[0, column] = stream.normal() }
        table = parameters.matrix("embedding.weight")
        encoder = Encoder(parameters, kind: cell, direction: direction, layers: layers, training: true)
    }

    func input(_ reviews: [ArraySlice<Int32>]) -> (input: EncoderInput<Double>, batch: PackedBatch) {
        let batch = PackedBatch(reviews, vocabularySize: 20)
        let vectors = Matrix<Double>(batch.distinct.count, 4)
        for (slot, token) in batch.distinct.enumerated() { vectors.copyRow(slot, from: table, Int(token)) }
        return (EncoderInput(projections: encoder.project(vectors, threads: 2).products, slots: batch.slots), batch)
    }

    func run(_ reviews: [ArraySlice<Int32>]) -> (output: EncoderOutput<Double>, batch: PackedBatch) {
        let (input, batch) = input(reviews)
        return (encoder.forward(input, batch, keepsTrace: false, threads: 2).output, batch)
    }

    /// The states of one review, token by token.
    func states(_ review: ArraySlice<Int32>) -> Matrix<Double> { run([review]).output.states }
}

@Suite struct EncoderTests {
    @Test("the backward half equals a forward pass over the reversed review", arguments: CellKind.allCases)
    func reversed(cell: CellKind) {
        let both = Case(cell, .both)
        let forward = Case(cell, .forward)
        for name in ["weight_ih", "weight_hh", "bias_ih", "bias_hh"] {
            forward.parameters.matrix("encoder.\(name)_l0")
                .copy(from: both.parameters.matrix("encoder.\(name)_l0_reverse"))
        }
        forward.table.copy(from: both.table)
        // Weights are packed when an encoder is made.
        let encoder = Encoder(forward.parameters, kind: cell, direction: .forward, layers: 1, training: false)
        let review: ArraySlice<Int32> = [4, 8, 15, 16, 4, 2]
        let backwardHalf = both.states(review).columns(6..<12)
        let batch = PackedBatch([review.reversed()[...]], vocabularySize: 20)
        let vectors = Matrix<Double>(batch.distinct.count, 4)
        for (slot, token) in batch.distinct.enumerated() { vectors.copyRow(slot, from: forward.table, Int(token)) }
        let states = encoder.forward(
            EncoderInput(projections: encoder.project(vectors, threads: 1).products, slots: batch.slots), batch,
            keepsTrace: false, threads: 1
        ).output.states
        for time in 0..<6 {
            #expect(states.rows(time..<time + 1).values == backwardHalf.rows(5 - time..<6 - time).values)
        }
        let final = both.run([review]).output.finalState
        #expect(final.columns(6..<12).values == backwardHalf.rows(0..<1).values)
        #expect(final.columns(0..<6).values == both.states(review).columns(0..<6).rows(5..<6).values)
    }

    @Test("streamed, its states are the same, step by step", arguments: CellKind.allCases, Direction.allCases)
    func streamed(cell: CellKind, direction: Direction) {
        for layers in 1...2 {
            let encoder = Case(cell, direction, layers: layers)
            let (input, batch) = encoder.input([[7, 3], [1, 2, 3, 4, 5, 6], [9], [9, 8, 7]])
            let kept = encoder.encoder.forward(input, batch, keepsTrace: false, threads: 1).output.states
            let streamed = Matrix<Double>(kept.rows, kept.columns)
            let steps = Mutex(Array(repeating: 0, count: direction.count))
            encoder.encoder.stream(input, batch, threads: 2) { side, states in
                let step = steps.withLock { steps in
                    steps[side] += 1
                    return steps[side] - 1
                }
                let positions = batch.positions(ofStep: side == 1 ? batch.steps - 1 - step : step)
                streamed.rows(positions).columns(side * 6..<(side + 1) * 6).copy(from: states)
            }
            #expect(streamed.values == kept.values)
        }
    }

    @Test("longer companions change no state", arguments: CellKind.allCases, Direction.allCases)
    func companions(cell: CellKind, direction: Direction) {
        let encoder = Case(cell, direction, layers: 2)
        let reviews: [ArraySlice<Int32>] = [[7, 3], [1, 2, 3, 4, 5, 6], [9], [9, 8, 7]]
        let (together, batch) = encoder.run(reviews)
        for row in 0..<batch.rows {
            let (alone, _) = encoder.run([reviews[batch.order[row]]])
            for time in 0..<batch.lengths[row] {
                let position = batch.offsets[time] + row
                #expect(
                    together.states.rows(position..<position + 1).values == alone.states.rows(time..<time + 1).values)
            }
            #expect(together.finalState.rows(row..<row + 1).values == alone.finalState.values)
        }
    }

    @Test("the gradient of a first word vanishes over 100 steps in the vanilla cell and survives in the LSTM")
    func vanishing() throws {
        func shareLeft(_ cell: CellKind) throws -> Double {
            let configuration = NetworkConfiguration(
                vocabularySize: 102, embeddingSize: 8, hiddenSize: 16, cell: cell, direction: .forward, pooling: [.last]
            )
            let network = try ReferenceNetwork(configuration, seed: 1)
            let parameters = network.parameters
            // Recurrent weights of half the orthogonal start, so that every cell's hidden path shrinks alike; the LSTM's
            // forget gate stands open, as it learns to.
            parameters.matrix("encoder.weight_hh_l0").scale(by: 0.5)
            if cell == .lstm { parameters.matrix("encoder.bias_hh_l0").columns(16..<32).fill(6) }
            let result = network.gradient(of: [(1...101).map { Int32($0) }[...]], targets: [0]).gradient
            func length(_ token: Int32) -> Double {
                guard let row = result.tokens.firstIndex(of: token) else { return 0 }
                return result.rows.rows(row..<row + 1).sumOfSquares().squareRoot()
            }
            return length(1) / length(101)
        }
        #expect(try shareLeft(.rnn) < 1e-20)
        #expect(try shareLeft(.lstm) > 0.01)
    }
}
