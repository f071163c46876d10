import Foundation
import ValenceModels
import ValenceNetworks
import ValenceReviews

// All that the benchmark asks of the engine, in one place: a network's training step and logits, a cell's step, sgemm.

/// A bidirectional LSTM with max and mean pooling, as `valence train` makes it, without dropout.
struct NetworkUnderTest {
    let network: RecurrentNetwork
    private var optimizer: AdamOptimizer

    init(vocabularySize: Int, classCount: Int, embeddingSize: Int, hiddenSize: Int, precision: Precision) throws {
        let configuration = NetworkConfiguration(
            vocabularySize: vocabularySize, embeddingSize: embeddingSize, hiddenSize: hiddenSize, cell: .lstm,
            direction: .both, pooling: [.max, .mean], classCount: classCount)
        network = try RecurrentNetwork(configuration, seed: 1, precision: precision)
        var settings = AdamOptimizer.Settings()
        settings.clipNorm = nil
        optimizer = AdamOptimizer(configuration.layout, settings: settings)
    }

    /// Forward, backward and Adam's step over one batch.
    /// - Returns: the batch's mean loss before the step.
    mutating func train(
        _ ids: [ArraySlice<Int32>], _ labels: [Int32], learningRate: Double, threads: Int
    ) -> Double {
        let result = network.gradient(of: ids, targets: labels.map { Target($0) }, dropout: nil, threads: threads)
        _ = optimizer.step(network, result.gradient, learningRate: learningRate, threads: threads)
        return result.loss
    }

    func logits(_ ids: [ArraySlice<Int32>], threads: Int) -> [Float] { network.logits(of: ids, threads: threads) }

    /// The parameters under PyTorch's names, as a `.safetensors` file.
    func save(to path: String) throws {
        var file = TensorFileWriter()
        file.add(network.parameters)
        let output = try AtomicOutput(path: path, overwrites: true)
        try file.write(output.append)
        try output.commit()
    }
}

/// `cblas_sgemm` on large squares: what a core can do.
struct PeakUnderTest {
    private let sides: [(a: Matrix<Float>, b: Matrix<Float>, c: Matrix<Float>)]
    let operations: Double

    /// - Parameter threads: how many products run side by side, each on one thread.
    init(size: Int, threads: Int) {
        sides = (0..<threads).map { side in
            (
                numbers(size, size, seed: 2 * side), numbers(size, size, seed: 2 * side + 1),
                Matrix<Float>(size, size)
            )
        }
        let edge = Double(size)
        operations = 2 * edge * edge * edge * Double(threads)
    }

    func run() {
        let sides = sides
        parallel(sides.count, threads: sides.count) {
            Float.accumulateTransposed(sides[$0].a, sides[$0].b, into: sides[$0].c, precision: .single)
        }
    }
}

/// One time step of a cell, forward and backward, on the fused kernels and on the plain equations.
struct CellUnderTest {
    let cell: CellKind
    let rows: Int
    let hiddenSize: Int
    private let weight: Matrix<Float>
    private let packed: PackedMatrix<Float>
    private let packedBack: PackedMatrix<Float>
    private let projection: Matrix<Float>
    private let candidateBias: Matrix<Float>
    private let previousState: Matrix<Float>
    private let previousMemory: Matrix<Float>
    private let dStates: Matrix<Float>

    init(_ cell: CellKind, rows: Int, hiddenSize: Int) {
        self.cell = cell
        self.rows = rows
        self.hiddenSize = hiddenSize
        weight = numbers(cell.gateCount * hiddenSize, hiddenSize, seed: 3, scale: 0.2)
        packed = PackedMatrix(hiddenWeight: weight, of: cell)
        packedBack = PackedMatrix(weight)
        projection = numbers(rows, cell.gateCount * hiddenSize, seed: 4)
        candidateBias = numbers(1, hiddenSize, seed: 5)
        previousState = numbers(rows, hiddenSize, seed: 6)
        previousMemory = numbers(rows, hiddenSize, seed: 7)
        dStates = numbers(rows, hiddenSize, seed: 8)
    }

    /// Of the recurrent product alone, gates not counted.
    var operations: Double { 2 * Double(rows * cell.gateCount * hiddenSize * hiddenSize) }

    func step(keepsGates: Bool) -> CellStep<Float> {
        CellStep(
            rows: rows, previousRows: rows, projection: InputProducts(projection), slots: [], hiddenProjection: nil,
            candidateBias: candidateBias, previousState: previousState, previousMemory: previousMemory,
            gates: keepsGates ? Matrix(rows, cell.gateCount * hiddenSize) : nil, memory: Matrix(rows, hiddenSize),
            state: Matrix(rows, hiddenSize))
    }

    func forward(_ step: CellStep<Float>) { Float.forward(cell, step, packedHidden: packed) }

    func plainForward(_ step: inout CellStep<Float>) {
        let product = Matrix<Float>(rows, cell.gateCount * hiddenSize)
        // The kernels take all hidden biases but the GRU's last from the projection.
        if cell == .gru {
            for row in 0..<rows {
                product.columns(2 * hiddenSize..<3 * hiddenSize).copyRow(row, from: candidateBias, 0)
            }
        }
        PlainProducts.multiply(previousState, PackedMatrix(transposing: weight), bias: nil, into: product, adds: true)
        step.hiddenProjection = product
        cell.equations.forward(step)
    }

    /// A backward step behind the forward one `step`; d_carry and d_memory enter as they are given.
    func backwardStep(behind step: CellStep<Float>) -> CellBackwardStep<Float> {
        let width = cell.gateCount * hiddenSize
        let dInput = Matrix<Float>(rows, width)
        return CellBackwardStep(
            rows: rows, previousRows: rows, gates: step.gates ?? Matrix(0, 0), memory: step.memory,
            previousMemory: previousMemory, previousState: previousState, state: step.state, dStates: dStates,
            dCarry: Matrix(rows, hiddenSize), dMemory: Matrix(rows, cell.equations.keepsMemory ? hiddenSize : 0),
            dInput: dInput, dHidden: cell.equations.sharesProjectionGradient ? dInput : Matrix(rows, width))
    }

    /// From the new state's gradient to the old one's: the cell's equations and the product with the weights.
    func backward(_ step: CellBackwardStep<Float>) { Float.backward(cell, step, packedHidden: packedBack) }

    func plainBackward(_ step: CellBackwardStep<Float>) {
        cell.equations.backward(step)
        PlainProducts.multiply(
            step.dHidden, packedBack, bias: nil, into: step.dCarry, adds: cell.equations.hasDirectPath)
    }
}

/// Uniform numbers within ±`scale` / 2.
func numbers(_ rows: Int, _ columns: Int, seed: Int, scale: Float = 1) -> Matrix<Float> {
    var stream = RandomStream(seed: 1, .sampling, shard: seed)
    let matrix = Matrix<Float>(rows, columns)
    matrix.assign((0..<rows * columns).map { _ in (Float(stream.uniform()) - 0.5) * scale })
    return matrix
}

/// The largest difference between two matrices of one shape.
func difference(_ a: Matrix<Float>, _ b: Matrix<Float>) -> Float {
    zip(a.values, b.values).map { abs($0 - $1) }.max() ?? 0
}
