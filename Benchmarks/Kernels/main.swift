import Foundation
import ValenceNetworks

// Times the engine on reviews of random words: `benchmark-kernels [threads] [hidden] [cell]…`. Each kernel is first held against
// the plain products; a wrong one is not timed.

func seconds(_ body: () -> Void) -> Double {
    let clock = ContinuousClock()
    let spent = clock.measure(body)
    return Double(spent.components.seconds) + Double(spent.components.attoseconds) * 1e-18
}

/// The best of several runs, since others use the machine as well.
func best(_ runs: Int, _ body: () -> Void) -> Double {
    (0..<runs).map { _ in seconds(body) }.min() ?? .infinity
}

func line(_ what: String, _ figure: Double, _ unit: String) {
    let name = what.padding(toLength: 90, withPad: " ", startingAt: 0)
    FileHandle.standardOutput.write(Data("\(name) \(String(format: "%10.1f", figure)) \(unit)\n".utf8))
}

let arguments = CommandLine.arguments.dropFirst().compactMap { Int($0) }
let threads = arguments.first ?? 2
let hidden = arguments.dropFirst().first ?? 128
let vocabulary = 30_000

func filled(_ rows: Int, _ columns: Int, seed: Int) -> Matrix<Float> {
    var stream = RandomStream(seed: 1, .sampling, shard: seed)
    let matrix = Matrix<Float>(rows, columns)
    for row in 0..<rows {
        for column in 0..<columns { matrix[row, column] = Float(stream.uniform() - 0.5) }
    }
    return matrix
}

func benchmarkProduct(_ rows: Int, _ depth: Int, _ columns: Int) {
    let a = filled(rows, depth, seed: 1)
    let right = PackedMatrix(filled(depth, columns, seed: 2))
    let found = Matrix<Float>(rows, columns)
    let wanted = Matrix<Float>(rows, columns)
    Kernels.best.multiply(a, right, bias: nil, into: found, adds: false)
    PlainProducts.multiply(a, right, bias: nil, into: wanted, adds: false)
    let error = zip(found.values, wanted.values).map { abs($0 - $1) }.max() ?? 0
    precondition(error < 1e-3, "the product kernel is off by \(error)")
    let operations = 2 * Double(rows) * Double(depth) * Double(columns)
    let repeats = max(1, Int(2e9 / operations))
    let spent = best(5) {
        for _ in 0..<repeats { Kernels.best.multiply(a, right, bias: nil, into: found, adds: false) }
    }
    line(
        "\(Kernels.best.name) product \(rows) × \(depth) × \(columns)", operations * Double(repeats) / spent / 1e9,
        "GFLOP/s")
}

/// A fused step with gates and activations; the rate counts the recurrent product alone.
func benchmarkStep(_ cell: CellKind, rows: Int) {
    let width = cell.gateCount * hidden
    let weight = filled(width, hidden, seed: 3)
    let states = filled(rows, hidden, seed: 4)
    let hiddenProjection = Matrix<Float>(rows, width)
    PlainProducts.multiply(states, PackedMatrix(transposing: weight), bias: nil, into: hiddenProjection, adds: false)
    func step(_ gates: Matrix<Float>?) -> CellStep<Float> {
        CellStep(
            rows: rows, previousRows: rows, projection: filled(rows, width, seed: 5), slots: [],
            hiddenProjection: hiddenProjection, candidateBias: Matrix(1, hidden), previousState: states,
            previousMemory: filled(rows, hidden, seed: 6), gates: gates, memory: Matrix(rows, hidden),
            state: Matrix(rows, hidden))
    }
    let wanted = step(Matrix(rows, width))
    cell.equations.forward(wanted)
    let packed = PackedMatrix(hiddenWeight: weight, of: cell)
    for (found, name) in [(step(nil), "inference"), (step(Matrix(rows, width)), "training")] {
        Kernels.best.forward(cell, found, packedHidden: packed)
        let error = zip(found.state.values, wanted.state.values).map { abs($0 - $1) }.max() ?? 0
        precondition(error < 1e-4, "the \(cell) step is off by \(error)")
        let operations = 2 * Double(rows) * Double(width) * Double(hidden)
        let repeats = max(1, Int(2e9 / operations))
        let spent = best(5) { for _ in 0..<repeats { Kernels.best.forward(cell, found, packedHidden: packed) } }
        line(
            "\(Kernels.best.name) \(cell) step for \(name), \(rows) rows, H \(hidden)",
            operations * Double(repeats) / spent / 1e9, "GFLOP/s")
    }
}

/// Words by rank, each about as frequent as in English text (Zipf's law).
func reviews(_ count: Int, length: Int) -> [ArraySlice<Int32>] {
    var stream = RandomStream(seed: 7, .sampling)
    var sums: [Double] = []
    for rank in 0..<vocabulary { sums.append((sums.last ?? 0) + 1 / pow(Double(rank) + 2.7, 1.05)) }
    let total = sums[vocabulary - 1]
    return (0..<count).map { _ in
        let length = length / 2 + stream.below(length)
        return (0..<length).map { _ in
            let drawn = stream.uniform() * total
            var (low, high) = (0, vocabulary - 1)
            while low < high {
                let middle = (low + high) / 2
                if sums[middle] < drawn { low = middle + 1 } else { high = middle }
            }
            return Int32(low)
        }[...]
    }
}

func benchmarkNetwork(_ cell: CellKind, pooling: [PoolingKind] = [.max, .mean]) throws {
    let configuration = NetworkConfiguration(
        vocabularySize: vocabulary, embeddingSize: hidden, hiddenSize: hidden, cell: cell, pooling: pooling)
    let network = try RecurrentNetwork(configuration, seed: 1)
    var optimizer = AdamOptimizer(network.parameters.layout)
    let batch = reviews(64, length: 230)
    let labels = (0..<batch.count).map { Int32($0 % 2) }
    let tokens = batch.reduce(0) { $0 + $1.count }
    let distinct = Set(batch.joined()).count
    let training = best(8) {
        let result = network.gradient(of: batch, labels: labels, dropout: nil, threads: threads)
        _ = optimizer.step(network, result.gradient, learningRate: 1e-3)
    }
    line(
        "\(configuration.architecture): training, H \(hidden), \(threads) threads, \(distinct * 100 / tokens) % distinct",
        Double(tokens) / training / 1e3, "k tokens/s")
    let result = network.gradient(of: batch, labels: labels, dropout: nil, threads: threads)
    let step = best(8) { _ = optimizer.step(network, result.gradient, learningRate: 1e-3) }
    line("\(configuration.architecture): optimizer step, after \(tokens) tokens", step * 1e3, "ms")
    let many = reviews(512, length: 230)
    let manyTokens = many.reduce(0) { $0 + $1.count }
    _ = network.logits(of: batch, threads: threads)
    let inference = best(3) { _ = network.logits(of: many, threads: threads) }
    line(
        "\(configuration.architecture): inference, H \(hidden), \(threads) threads",
        Double(manyTokens) / inference / 1e3, "k tokens/s")
}

benchmarkProduct(64, hidden, 4 * hidden)
benchmarkProduct(32, 4 * hidden, hidden)
benchmarkProduct(1000, 128, 512)
for cell in CellKind.allCases { benchmarkStep(cell, rows: 32) }
benchmarkStep(.lstm, rows: 66)
let asked = CommandLine.arguments.compactMap(CellKind.init(rawValue:))
for cell in asked.isEmpty ? CellKind.allCases : asked { try benchmarkNetwork(cell) }
try benchmarkNetwork(.lstm, pooling: [.attention])
