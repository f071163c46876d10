import Foundation
import Testing
import ValenceNetworks

/// The kernels whose products round to bfloat16, beside the plain loops on numbers that bfloat16 holds.
@Suite(.enabled(if: Kernels.rounding != nil, "this processor has no products in bfloat16"))
struct RoundingKernelsTests {
    let kernels = Kernels.rounding ?? .best

    private func exact(_ matrix: Matrix<Float>) -> Matrix<Float> {
        for row in 0..<matrix.rows {
            for column in 0..<matrix.columns {
                let pair = Float.roundedPair(0, matrix[row, column])
                matrix[row, column] = Float(bitPattern: pair.bitPattern & 0xFFFF_0000)
            }
        }
        return matrix
    }

    @Test("a product over awkward sizes equals the plain one, on top of a bias, of old numbers, of nothing")
    func products() {
        for (depth, columns) in [(1, 1), (2, 3), (5, 7), (33, 33), (128, 65), (257, 40), (513, 9)] {
            let weight = exact(randomMatrix(depth, columns, seed: 1))
            let bias = randomMatrix(1, columns, seed: 2)
            for rows in [0, 1, 2, 7, 16, 63, 64, 65, 130] {
                let a = exact(randomMatrix(rows, depth + 3, seed: 3)).columns(2..<depth + 2)
                for (usesBias, adds) in [(false, false), (true, false), (false, true)] {
                    let wanted = randomMatrix(rows, columns, seed: 4)
                    PlainProducts.multiply(
                        a, PackedMatrix(weight), bias: usesBias ? bias : nil, into: wanted, adds: adds)
                    let wide = randomMatrix(rows, columns + 5, seed: 5)
                    let untouched = wide.columns(columns + 1..<columns + 5).values + wide.columns(0..<1).values
                    let found = wide.columns(1..<columns + 1)
                    found.copy(from: randomMatrix(rows, columns, seed: 4))
                    kernels.multiply(
                        a, PackedMatrix(weight, precision: .bfloat16), bias: usesBias ? bias : nil, into: found,
                        adds: adds)
                    let name = "\(rows) × \(depth) × \(columns)"
                    #expect(largestDifference(found, wanted) < 1e-4, "\(name)")
                    let after = wide.columns(columns + 1..<columns + 5).values + wide.columns(0..<1).values
                    #expect(after == untouched, "\(name) wrote outside its columns")
                }
            }
        }
    }

    @Test("a transposed product over awkward sizes adds what the plain one adds")
    func transposedProducts() {
        for (depth, rows, columns) in [
            (1, 1, 1), (2, 5, 3), (3, 17, 64), (160, 512, 128), (255, 130, 65), (257, 129, 70), (600, 20, 9), (0, 4, 4),
        ] {
            let a = exact(randomMatrix(depth, rows + 2, seed: 1)).columns(1..<rows + 1)
            let b = exact(randomMatrix(depth, columns + 3, seed: 2)).columns(3..<columns + 3)
            let wanted = randomMatrix(rows, columns, seed: 3)
            PlainProducts.accumulateTransposed(a, b, into: wanted)
            let wide = randomMatrix(rows, columns + 4, seed: 4)
            let untouched = wide.columns(columns + 2..<columns + 4).values + wide.columns(0..<2).values
            let found = wide.columns(2..<columns + 2)
            found.copy(from: randomMatrix(rows, columns, seed: 3))
            kernels.accumulateTransposed(a, b, into: found)
            #expect(largestDifference(found, wanted) < 1e-4, "\(depth), \(rows) × \(columns)")
            #expect(wide.columns(columns + 2..<columns + 4).values + wide.columns(0..<2).values == untouched)
        }
    }

    @Test("both operands are rounded to the nearest number, of two as near to the even one")
    func rounding() {
        // 1, one unit above it in bfloat16 (2⁻⁷), and what lies between.
        let unit = Float(1.0 / 128)
        let numbers: [Float] = [
            1, 1 + unit / 2, 1 + 0.51 * unit, 1 + unit, 1 + 1.5 * unit, -1 - unit / 2, 3.4e38, .infinity, 0, -0.0,
        ]
        let rounded: [Float] = [
            1, 1, 1 + unit, 1 + unit, 1 + 2 * unit, -1, .infinity, .infinity, 0, 0,
        ]
        for (number, wanted) in zip(numbers, rounded) {
            let found = Matrix<Float>(1, 1)
            let one = PackedMatrix(Matrix<Float>([[1]]), precision: .bfloat16)
            kernels.multiply(Matrix([[number]]), one, bias: nil, into: found, adds: false)
            #expect(found[0, 0] == wanted, "left \(number)")
            let right = PackedMatrix(Matrix<Float>([[number]]), precision: .bfloat16)
            kernels.multiply(Matrix<Float>([[1]]), right, bias: nil, into: found, adds: false)
            #expect(found[0, 0] == wanted, "right \(number)")
        }
        #expect(Float(bitPattern: Float.roundedPair(0, .nan).bitPattern).isNaN)
    }

    @Test("a row's product is the same bytes in any company")
    func rowIndependence() {
        for depth in [7, 128, 700] {
            let a = randomMatrix(131, depth, seed: 2)
            let packed = PackedMatrix(randomMatrix(depth, 70, seed: 1), precision: .bfloat16)
            let together = Matrix<Float>(131, 70)
            kernels.multiply(a, packed, bias: nil, into: together, adds: false)
            for row in 0..<131 {
                let alone = Matrix<Float>(1, 70)
                kernels.multiply(a.rows(row..<row + 1), packed, bias: nil, into: alone, adds: false)
                #expect(alone.values == together.rows(row..<row + 1).values)
            }
        }
    }

    /// One step forward and back by these kernels and by those of single precision, from the same numbers.
    @Test(
        "a step forward and back equals the single one but for rounding", arguments: CellKind.allCases,
        [1, 5, 8, 16, 33, 130])
    func steps(cell: CellKind, H: Int) {
        let width = cell.gateCount * H
        let weight = exact(randomMatrix(width, H, seed: 1, scale: 0.3))
        for rows in [1, 5, 64, 67] {
            for previousRows in Set([0, rows / 2, rows]).sorted() {
                let projection = randomMatrix(rows, width, seed: 2, scale: 2)
                let previousState = exact(randomMatrix(rows, H, seed: 3))
                let previousMemory = randomMatrix(rows, H, seed: 4)
                func run(_ kernels: Kernels, _ precision: Precision) -> (CellStep<Float>, CellBackwardStep<Float>) {
                    let step = CellStep<Float>(
                        rows: rows, previousRows: previousRows, projection: InputProducts(projection), slots: [],
                        hiddenProjection: nil, candidateBias: randomMatrix(1, H, seed: 5),
                        previousState: previousState, previousMemory: previousMemory, gates: Matrix(rows, width),
                        memory: Matrix(rows, H), state: Matrix(rows, H))
                    kernels.forward(
                        cell, step, packedHidden: PackedMatrix(hiddenWeight: weight, of: cell, precision: precision))
                    let dInput = Matrix<Float>(rows, width)
                    let back = CellBackwardStep<Float>(
                        rows: rows, previousRows: previousRows, gates: step.gates ?? Matrix(0, 0),
                        memory: step.memory, previousMemory: previousMemory, previousState: previousState,
                        state: step.state, dStates: randomMatrix(rows, H, seed: 6),
                        dCarry: randomMatrix(rows, H, seed: 7), dMemory: randomMatrix(rows, H, seed: 8),
                        dInput: dInput,
                        dHidden: cell.equations.sharesProjectionGradient ? dInput : Matrix(rows, width))
                    kernels.backward(cell, back, packedHidden: PackedMatrix(weight, precision: precision))
                    return (step, back)
                }
                let (wanted, wantedBack) = run(.best, .single)
                let (found, foundBack) = run(kernels, .bfloat16)
                let name = "H \(H), rows \(rows)/\(previousRows)"
                // Gates are quotients of 14 bits.
                #expect(largestDifference(found.state, wanted.state) < 2e-4, "\(name)")
                #expect(largestDifference(found.memory, wanted.memory) < 2e-4, "\(name)")
                // Gates are kept with 8 bits; d_hidden, of at most about 1, is rounded for its product.
                for (a, b) in [
                    (foundBack.dInput, wantedBack.dInput), (foundBack.dHidden, wantedBack.dHidden),
                    (foundBack.dMemory, wantedBack.dMemory), (foundBack.dCarry, wantedBack.dCarry),
                ] {
                    #expect(largestDifference(a, b) < 0.03, "\(name)")
                }
            }
        }
    }
}
