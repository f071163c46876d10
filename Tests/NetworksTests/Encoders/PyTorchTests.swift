import Foundation
import Testing
import ValenceNetworks

/// One file of `Tests/Fixtures/reference`, made by `Scripts/reference/recurrent.py`.
private struct Reference: Decodable {
    struct Case: Decodable {
        var layers: Int
        var direction: Direction
        var parameters: [String: [Double]]
        var inputs: [[Double]]
        var states: [[Double]]
        var final: [Double]
        var state_factors: [[Double]]
        var final_factors: [Double]
        var parameter_gradients: [String: [Double]]
        var input_gradients: [[Double]]
    }
    var cell: CellKind
    var embedding_size: Int
    var hidden_size: Int
    var lengths: [Int]
    var cases: [Case]

    static func read(_ cell: CellKind) throws -> Reference {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let file = folder.appendingPathComponent("Fixtures/reference/recurrent-\(cell.rawValue).json")
        return try JSONDecoder().decode(Reference.self, from: Data(contentsOf: file))
    }
}

/// Runs a case's encoder in numbers of type S; returns the largest difference from PyTorch's states, final states and
/// gradients.
private func largestDifference<S: Scalar>(
    _ reference: Reference, _ wanted: Reference.Case, _ type: S.Type, allowsKernels: Bool = true
) -> Double {
    let layout = NetworkConfiguration(
        vocabularySize: 1, embeddingSize: reference.embedding_size, hiddenSize: reference.hidden_size,
        layers: wanted.layers, cell: reference.cell, direction: wanted.direction
    ).layout
    let parameters = ParameterStore<S>(layout)
    func fill(_ matrix: Matrix<S>, _ values: [Double]) {
        precondition(values.count == matrix.rows * matrix.columns)
        for (index, value) in values.enumerated() {
            matrix[index / matrix.columns, index % matrix.columns] = S(value)
        }
    }
    for slice in layout.slices where slice.name.hasPrefix("encoder.") {
        fill(parameters.matrix(slice), wanted.parameters[slice.name] ?? [])
    }
    let batch = PackedBatch(
        reference.lengths.map { [Int32](repeating: 0, count: $0)[...] }, vocabularySize: 1)
    let encoder = Encoder(
        parameters, kind: reference.cell, direction: wanted.direction, layers: wanted.layers, training: true,
        allowsKernels: allowsKernels)
    let width = encoder.outputSize

    /// Review by review, as PyTorch has it, to positions and rows of the batch.
    func packed(_ reviews: [[Double]], _ columns: Int) -> Matrix<S> {
        let matrix = Matrix<S>(batch.positions, columns)
        for row in 0..<batch.rows {
            for time in 0..<batch.lengths[row] {
                for column in 0..<columns {
                    matrix[batch.offsets[time] + row, column] = S(reviews[batch.order[row]][time * columns + column])
                }
            }
        }
        return matrix
    }
    func sorted(_ values: [Double]) -> Matrix<S> {
        let matrix = Matrix<S>(batch.rows, width)
        for row in 0..<batch.rows {
            for column in 0..<width { matrix[row, column] = S(values[batch.order[row] * width + column]) }
        }
        return matrix
    }
    func difference(_ a: Matrix<S>, _ b: Matrix<S>) -> Double {
        zip(a.values, b.values).map { abs(Double($0) - Double($1)) }.max() ?? .infinity
    }

    let projection = encoder.project(packed(wanted.inputs, reference.embedding_size), threads: 2)
    let input = EncoderInput(projections: projection.products, slots: [])
    let (output, trace) = encoder.forward(input, batch, keepsTrace: true, threads: 2)
    var worst = difference(output.states, packed(wanted.states, width))
    worst = max(worst, difference(output.finalState, sorted(wanted.final)))
    let gradient = ParameterStore<S>(layout, denseOnly: true)
    let dProducts = encoder.backward(
        trace, batch, dStates: packed(wanted.state_factors, width), dFinalState: sorted(wanted.final_factors),
        gradient: gradient, threads: 2)
    let dInput = projection.backward([dProducts], gradient: gradient, threads: 2)
    worst = max(worst, difference(dInput, packed(wanted.input_gradients, reference.embedding_size)))
    for slice in layout.slices where slice.name.hasPrefix("encoder.") {
        let expected = Matrix<S>(1, slice.count)
        fill(expected, wanted.parameter_gradients[slice.name] ?? [])
        worst = max(worst, difference(gradient.matrix(slice), expected))
    }
    // Without a trace, as at inference, the states are the same.
    let untraced = encoder.forward(input, batch, keepsTrace: false, threads: 1).output
    return max(worst, difference(untraced.states, output.states))
}

@Suite struct PyTorchTests {
    @Test("states, final states and gradients equal PyTorch's on ragged reviews", arguments: CellKind.allCases)
    func equal(cell: CellKind) throws {
        let reference = try Reference.read(cell)
        #expect(reference.cell == cell)
        #expect(reference.cases.map(\.layers) == [1, 1, 2, 2])
        #expect(reference.cases.map(\.direction) == [.forward, .both, .forward, .both])
        for wanted in reference.cases {
            let name = "\(wanted.layers) layers, \(wanted.direction)"
            let double = largestDifference(reference, wanted, Double.self)
            #expect(double < 1e-10, "\(name): \(double)")
            let float = largestDifference(reference, wanted, Float.self)
            #expect(float < 1e-5, "\(name): \(float)")
            let plain = largestDifference(reference, wanted, Float.self, allowsKernels: false)
            #expect(plain < 1e-5, "\(name): \(plain)")
        }
    }
}
