import Foundation
import Testing
import ValenceNetworks

func randomMatrix(_ rows: Int, _ columns: Int, seed: Int, scale: Double = 1) -> Matrix<Float> {
    var stream = RandomStream(seed: 77, .sampling, shard: seed)
    let matrix = Matrix<Float>(rows, columns)
    for row in 0..<rows {
        for column in 0..<columns { matrix[row, column] = Float(scale * (2 * stream.uniform() - 1)) }
    }
    return matrix
}

func largestDifference(_ a: Matrix<Float>, _ b: Matrix<Float>) -> Float {
    zip(a.values, b.values).map { abs($0 - $1) }.max() ?? 0
}

@Suite struct KernelsTests {
    static let copies = [Kernels.best, Kernels(most: "avx2"), Kernels.plain]

    @Test("a product over awkward sizes equals the plain one, on top of a bias, of old numbers, of nothing")
    func products() {
        for (depth, columns) in [(1, 1), (5, 7), (8, 31), (33, 33), (128, 65), (300, 40), (513, 9)] {
            let weight = randomMatrix(depth, columns, seed: 1)
            let bias = randomMatrix(1, columns, seed: 2)
            for rows in [0, 1, 2, 3, 4, 5, 16, 65] {
                // Windows of wider tables, so that pitches differ from widths.
                let a = randomMatrix(rows, depth + 3, seed: 3).columns(2..<depth + 2)
                for (usesBias, adds) in [(false, false), (true, false), (false, true)] {
                    let wanted = randomMatrix(rows, columns, seed: 4)
                    PlainProducts.multiply(
                        a, PackedMatrix(weight), bias: usesBias ? bias : nil, into: wanted, adds: adds)
                    for kernels in Self.copies {
                        let packed = PackedMatrix(weight, panelWidth: kernels.panelWidth)
                        let wide = randomMatrix(rows, columns + 5, seed: 5)
                        let untouched = wide.columns(columns + 1..<columns + 5).values + wide.columns(0..<1).values
                        let found = wide.columns(1..<columns + 1)
                        found.copy(from: randomMatrix(rows, columns, seed: 4))
                        kernels.multiply(a, packed, bias: usesBias ? bias : nil, into: found, adds: adds)
                        let name = "\(kernels.name) \(rows) × \(depth) × \(columns)"
                        #expect(largestDifference(found, wanted) < 1e-4, "\(name)")
                        let after = wide.columns(columns + 1..<columns + 5).values + wide.columns(0..<1).values
                        #expect(after == untouched, "\(name) wrote outside its columns")
                    }
                }
            }
        }
    }

    @Test("a row's product is the same bytes in any company")
    func rowIndependence() {
        for depth in [7, 128, 700] {
            let a = randomMatrix(65, depth, seed: 2)
            for kernels in Self.copies {
                let packed = PackedMatrix(randomMatrix(depth, 70, seed: 1), panelWidth: kernels.panelWidth)
                let together = Matrix<Float>(65, 70)
                kernels.multiply(a, packed, bias: nil, into: together, adds: false)
                for row in 0..<65 {
                    let alone = Matrix<Float>(1, 70)
                    kernels.multiply(a.rows(row..<row + 1), packed, bias: nil, into: alone, adds: false)
                    #expect(alone.values == together.rows(row..<row + 1).values)
                }
            }
        }
    }

    @Test("packed weights hold each number at its place")
    func packing() {
        let weight = randomMatrix(45, 70, seed: 3)
        for width in [32, 64] {
            let straight = PackedMatrix(weight, panelWidth: width)
            let turned = PackedMatrix(transposing: weight, panelWidth: width)
            for row in 0..<45 {
                for column in 0..<70 {
                    #expect(straight[row, column] == weight[row, column])
                    #expect(turned[column, row] == weight[row, column])
                }
            }
        }
    }

    /// One step by a kernel and by the cell's equations, from the same numbers; the largest difference.
    private func forwardError(
        _ cell: CellKind, _ H: Int, rows: Int, previousRows: Int, hasContext: Bool, _ kernels: Kernels
    ) -> Float {
        let width = cell.gateCount * H
        let hiddenWeight = randomMatrix(width, H, seed: 1, scale: 0.5)
        let projection = randomMatrix(rows + 3, width, seed: 2, scale: 3)
        let slots = (0..<rows).map { Int32(($0 * 7) % (rows + 3)) }
        let previousState = randomMatrix(rows, 2 * H, seed: 3).columns(H..<2 * H)
        let candidateBias = randomMatrix(1, H, seed: 5)
        let context = hasContext ? randomMatrix(rows, width + 2, seed: 6).columns(1..<width + 1) : nil
        func step(gates: Matrix<Float>?, hidden: Matrix<Float>?) -> CellStep<Float> {
            CellStep(
                rows: rows, previousRows: previousRows,
                projection: InputProducts(projection.rows(0..<3), own: projection.rows(3..<rows + 3)),
                slots: slots[...], context: context, hiddenProjection: hidden, candidateBias: candidateBias,
                previousState: previousState,
                previousMemory: randomMatrix(rows, H, seed: 4), gates: gates, memory: Matrix(rows, H),
                state: Matrix<Float>(rows, 2 * H).columns(0..<H))
        }
        let hidden = Matrix<Float>(rows, width)
        PlainProducts.multiply(
            previousState.rows(0..<previousRows), PackedMatrix(transposing: hiddenWeight), bias: nil,
            into: hidden.rows(0..<previousRows), adds: false)
        if cell == .gru { for row in 0..<rows { hidden.columns(2 * H..<3 * H).addRow(row, from: candidateBias, 0) } }
        let (wantedGates, foundGates) = (Matrix<Float>(rows, width), Matrix<Float>(rows, width))
        let wanted = step(gates: wantedGates, hidden: hidden)
        cell.equations.forward(wanted)
        let packed = PackedMatrix(hiddenWeight: hiddenWeight, of: cell, panelWidth: kernels.panelWidth)
        let found = step(gates: foundGates, hidden: nil)
        kernels.forward(cell, found, packedHidden: packed)
        let untraced = step(gates: nil, hidden: nil)
        kernels.forward(cell, untraced, packedHidden: packed)
        #expect(untraced.state.values == found.state.values)
        return [(found.state, wanted.state), (found.memory, wanted.memory), (foundGates, wantedGates)]
            .map(largestDifference).max() ?? .infinity
    }

    @Test("the fused step equals the cell's equations", arguments: CellKind.allCases, [1, 5, 8, 13, 32, 130])
    func forward(cell: CellKind, hidden: Int) {
        for rows in hidden == 13 ? Array(1...65) : [1, 2, 3, 4, 17] {
            for previousRows in Set([0, rows / 2, rows]).sorted() {
                for (kernels, hasContext) in Self.copies.flatMap({ [($0, false), ($0, true)] }) {
                    let error = forwardError(
                        cell, hidden, rows: rows, previousRows: previousRows, hasContext: hasContext, kernels)
                    #expect(
                        error < 1e-5,
                        "\(kernels.name) H \(hidden), rows \(rows)/\(previousRows), context \(hasContext): \(error)")
                }
            }
        }
    }

    @Test(
        "the fused backward step equals the cell's equations and the product behind them", arguments: CellKind.allCases,
        [1, 5, 8, 13, 32, 130])
    func backward(cell: CellKind, H: Int) {
        let width = cell.gateCount * H
        for rows in H == 13 ? Array(1...65) : [1, 2, 3, 17] {
            for previousRows in Set([0, rows / 2, rows]).sorted() {
                func step() -> CellBackwardStep<Float> {
                    let dInput = Matrix<Float>(rows, width)
                    let shared = cell.equations.sharesProjectionGradient
                    return CellBackwardStep(
                        rows: rows, previousRows: previousRows, gates: randomMatrix(rows, width, seed: 1),
                        memory: randomMatrix(rows, H, seed: 2), previousMemory: randomMatrix(rows, H, seed: 3),
                        previousState: randomMatrix(rows, 2 * H, seed: 7).columns(H..<2 * H),
                        state: randomMatrix(rows, 2 * H, seed: 8).columns(0..<H),
                        dStates: randomMatrix(rows, 2 * H, seed: 4).columns(H..<2 * H),
                        dCarry: randomMatrix(rows, H, seed: 5), dMemory: randomMatrix(rows, H, seed: 6),
                        dInput: dInput, dHidden: shared ? dInput : Matrix(rows, width))
                }
                let weight = randomMatrix(width, H, seed: 9, scale: 0.3)
                let wanted = step()
                cell.equations.backward(wanted)
                PlainProducts.multiply(
                    wanted.dHidden.rows(0..<previousRows), PackedMatrix(weight), bias: nil,
                    into: wanted.dCarry.rows(0..<previousRows), adds: cell.equations.hasDirectPath)
                for kernels in Self.copies {
                    let found = step()
                    kernels.backward(
                        cell, found, packedHidden: PackedMatrix(weight, panelWidth: kernels.panelWidth))
                    for (a, b) in [
                        (found.dInput, wanted.dInput), (found.dHidden, wanted.dHidden), (found.dCarry, wanted.dCarry),
                        (found.dMemory, wanted.dMemory),
                    ] {
                        #expect(largestDifference(a, b) < 1e-5, "\(kernels.name) H \(H), \(rows)/\(previousRows)")
                    }
                }
            }
        }
    }

    @Test(
        "a text's places are summed up with their rows, and the highest sums found, as the plain loops do",
        arguments: [1, 7, 8, 15, 16, 17, 33, 64])
    func peaks(width: Int) {
        let slots: [Int32] = [4, -1, 0, -1, 3, 3, -1, -1, 2, 1, -1, 4]
        let (x, table) = (randomMatrix(6, width, seed: 1), randomMatrix(5, width, seed: 2))
        x[3, width - 1] = .nan
        let wanted = Matrix<Float>(1, width)
        var wantedBest = [Int32](repeating: -1, count: width)
        for column in 0..<width {
            for place in 0..<6 {
                let sum = slots[2 * place..<2 * place + 2].filter { $0 >= 0 }.reduce(x[place, column]) {
                    $0 + table[Int($1), column]
                }
                guard sum > wanted[0, column] || sum.isNaN else { continue }
                wanted[0, column] = sum
                wantedBest[column] = Int32(place)
            }
        }
        for kernels in Self.copies {
            let (found, alone) = (Matrix<Float>(1, width), Matrix<Float>(1, width))
            var (best, none) = ([Int32](repeating: -1, count: width), [Int32]())
            kernels.raise(found, best: &best, to: x, plus: table, slots: slots, count: 2)
            kernels.raise(alone, best: &none, to: x, plus: table, slots: slots, count: 2)
            #expect(found.values.map(\.bitPattern) == wanted.values.map(\.bitPattern), "\(kernels.name)")
            #expect(alone.values.map(\.bitPattern) == wanted.values.map(\.bitPattern), "\(kernels.name)")
            #expect(best == wantedBest, "\(kernels.name)")
        }
    }

    @Test("rows are added, and Adam's step is taken, as the plain loops do", arguments: [1, 7, 8, 15, 16, 17, 33, 64])
    func rows(width: Int) {
        var settings = AdamOptimizer.Settings()
        settings.weightDecay = 0.1
        var step = AdamStep(settings, stepCount: 3, learningRate: 0.01)
        (step.scale, step.kept) = (0.5, 0.999)
        let gradient = randomMatrix(3, width, seed: 1)
        for kernels in Self.copies {
            let sum = randomMatrix(4, width, seed: 2)
            kernels.addRow(2, of: sum, from: gradient, 1)
            let scattered = randomMatrix(4, width, seed: 2)
            let x = randomMatrix(3, width, seed: 5)
            kernels.scatter(x, to: [7, 3, 0, 3][1...], of: scattered)
            for column in 0..<width {
                let old = randomMatrix(4, width, seed: 2)
                #expect(scattered[3, column] == old[3, column] + x[0, column] + x[2, column])
                #expect(scattered[0, column] == old[0, column] + x[1, column])
                #expect(scattered[1, column] == old[1, column] && scattered[2, column] == old[2, column])
            }
            let parameter = randomMatrix(4, width, seed: 3)
            let (first, second) = (randomMatrix(4, width, seed: 4), Matrix<Float>(4, width))
            second.fill(0.25)
            kernels.update(parameter, first: first, second: second, 2, by: step, gradient: gradient, 1)
            let (oldSum, oldParameter) = (randomMatrix(4, width, seed: 2), randomMatrix(4, width, seed: 3))
            for row in 0..<4 {
                for column in 0..<width {
                    guard row == 2 else {
                        #expect(sum[row, column] == oldSum[row, column])
                        #expect(parameter[row, column] == oldParameter[row, column])
                        continue
                    }
                    #expect(sum[row, column] == oldSum[row, column] + gradient[1, column])
                    let g = gradient[1, column] * 0.5
                    let m = 0.9 * randomMatrix(4, width, seed: 4)[row, column] + 0.1 * g
                    let v = 0.999 * 0.25 + 0.001 * g * g
                    #expect(abs(first[row, column] - m) < 1e-6 && abs(second[row, column] - v) < 1e-6)
                    let change = step.rate * m / ((v * step.secondCorrection).squareRoot() + step.epsilon)
                    #expect(abs(parameter[row, column] - (oldParameter[row, column] * 0.999 - change)) < 1e-6)
                }
            }
        }
    }

    @Test("the kernels' activation functions follow the library's, keep their limits and pass NaN on")
    func activations() {
        let inputs = (-4000...4000).map { Float($0) / 100 } + [-1000, -88, 88, 1000, -.infinity, .infinity]
        for kernels in Self.copies {
            for (x, y) in zip(inputs, kernels.sigmoid(inputs)) {
                #expect(abs(Double(y) - 1 / (1 + exp(-Double(x)))) < 2e-7)
                #expect(y >= 0 && y <= 1)
            }
            for (x, y) in zip(inputs, kernels.hyperbolicTangent(inputs)) {
                #expect(abs(Double(y) - tanh(Double(x))) < 3e-7)
                #expect(abs(y) <= 1)
            }
            for (x, y) in zip(inputs, kernels.exponential(inputs)) where abs(x) < 80 {
                #expect(abs(Double(y) / exp(Double(x)) - 1) < 3e-7)
            }
            #expect(kernels.sigmoid([.nan])[0].isNaN)
            #expect(kernels.hyperbolicTangent([.nan])[0].isNaN)
            #expect(kernels.exponential([.nan])[0].isNaN)
        }
    }

    @Test("softmax follows its definition, in every lane", arguments: [1, 7, 16, 33, 70])
    func softmax(count: Int) {
        for kernels in Self.copies {
            let x = randomMatrix(1, count, seed: 1, scale: 20)
            let bias = randomMatrix(1, count, seed: 2, scale: 5)
            let powers = (0..<count).map { exp(Double(x[0, $0]) + Double(bias[0, $0])) }
            let total = powers.reduce(0, +)
            kernels.applySoftmax(to: x, 0, bias: bias)
            for column in 0..<count { #expect(abs(Double(x[0, column]) - powers[column] / total) < 1e-6) }
        }
    }

    @Test("the plain copy is taken when asked for, the best one else")
    func chosen() {
        #expect(Kernels(most: "plain").name == "plain")
        #expect(["avx2", "plain"].contains(Kernels(most: "avx2").name))
        #expect(Kernels(most: nil).name == Kernels(most: "best").name)
        #expect(Kernels.best.name == Kernels(most: ProcessInfo.processInfo.environment["VALENCE_KERNELS"]).name)
    }
}
