import Testing
import ValenceNetworks

/// One step of a plain cell with weights given, in Double; biases are part of the projection.
private func step(
    _ cell: any Cell.Type, projection: [Double], hidden: [Double], state: [Double], memory: [Double] = []
) -> CellStep<Double> {
    let H = state.count
    let step = CellStep<Double>(
        rows: 1, previousRows: 1, projection: InputProducts(Matrix([projection])), slots: [],
        hiddenProjection: Matrix([hidden]),
        previousState: Matrix([state]), previousMemory: Matrix([memory]), gates: Matrix(1, projection.count),
        memory: Matrix(1, H), state: Matrix(1, H))
    cell.forward(step)
    return step
}

private func rounded(_ values: [Double]) -> [Double] { values.map { ($0 * 100).rounded() / 100 } }

@Suite struct CellTests {
    @Test("the lecture's recurrent cell: h1 = tanh([0.5, 0.7]) = [0.46, 0.60], h2 = tanh([1.078, 1.52]) = [0.79, 0.91]")
    func lectureSteps() {
        let U = [0.5, 0.7]
        let first = step(ElmanCell.self, projection: U.map { $0 * 1 }, hidden: [0, 0], state: [0, 0])
        let h1 = rounded(first.state.values)
        #expect(h1 == [0.46, 0.60])
        let W = Matrix<Double>([[0.3, -0.1], [0, 0.2]])
        let hidden = Matrix<Double>(1, 2)
        PlainProducts.multiply(Matrix([h1]), PackedMatrix(transposing: W), bias: nil, into: hidden, adds: false)
        let sum = zip(hidden.values, U.map { $0 * 2 }).map { $0 + $1 }
        #expect(abs(sum[0] - 1.078) < 1e-12 && abs(sum[1] - 1.52) < 1e-12)
        let second = step(ElmanCell.self, projection: U.map { $0 * 2 }, hidden: hidden.values, state: h1)
        #expect(rounded(second.state.values) == [0.79, 0.91])
    }

    @Test("the forget gate [1, 0, 1] on the cell state [5, 6, 7] leaves [5, 0, 7]")
    func forgets() {
        // Large inputs shut a gate or open it; the input gate is shut.
        let shut = -1000.0
        let open = 1000.0
        let projection = [shut, shut, shut] + [open, shut, open] + [0, 0, 0] + [0, 0, 0]
        let after = step(
            LSTMCell.self, projection: projection, hidden: [Double](repeating: 0, count: 12), state: [0, 0, 0],
            memory: [5, 6, 7])
        #expect(after.memory.values == [5, 0, 7])
    }

    @Test("the GRU keeps its state where the update gate is open, and takes the candidate where it is shut")
    func updates() {
        let projection = [0.0, 0, 1000, -1000, 3, 0.5]
        let after = step(
            GRUCell.self, projection: projection, hidden: [0, 0, 0, 0, 0, 0], state: [0.25, 0.75], memory: [0, 0])
        #expect(after.state[0, 0] == 0.25)
        #expect(abs(after.state[0, 1] - Double.hyperbolicTangent(0.5)) < 1e-15)
    }

    @Test("gates lie in PyTorch's order")
    func order() {
        #expect(LSTMCell.gateNames == ["i", "f", "g", "o"])
        #expect(GRUCell.gateNames == ["r", "z", "n"])
        #expect(CellKind.allCases.map(\.gateCount) == [4, 3, 1])
    }
}
