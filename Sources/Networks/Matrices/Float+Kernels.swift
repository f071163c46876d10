internal import CKernels
import Foundation

/// A copy of the C kernels: for AVX-512, for AVX2, or the plain one that runs anywhere.
package struct Kernels: @unchecked Sendable {
    let table: UnsafePointer<valence_kernels>

    /// What networks run on: the best for this processor, but none better than the environment variable
    /// `VALENCE_KERNELS` allows, `plain` or `avx2`.
    package static let best = Kernels(most: ProcessInfo.processInfo.environment["VALENCE_KERNELS"])
    package static let plain = Kernels(most: "plain")
    /// Those whose products round to bfloat16; nil where the processor has no such products, or the environment variable asks
    /// for a lesser copy.
    package static let rounding: Kernels? =
        valence_kernels_rounding(ProcessInfo.processInfo.environment["VALENCE_KERNELS"]).map(Kernels.init)

    package init(most: String?) { table = valence_kernels_choose(most) }
    private init(_ table: UnsafePointer<valence_kernels>) { self.table = table }

    /// Those for products of a precision.
    static func of(_ precision: Precision) -> Kernels {
        guard precision == .bfloat16 else { return best }
        guard let rounding else { preconditionFailure("this processor has no products in bfloat16") }
        return rounding
    }

    package var name: String { String(cString: table.pointee.name) }
    package var panelWidth: Int { table.pointee.panel_width }
    package var precision: Precision { table.pointee.rounds != 0 ? .bfloat16 : .single }

    private func check(_ right: PackedMatrix<Float>) {
        precondition(right.panelWidth == panelWidth, "panels of \(right.panelWidth), not \(panelWidth)")
        precondition(right.precision == precision, "\(right.precision), not \(precision)")
    }

    package func multiply(
        _ a: Matrix<Float>, _ right: PackedMatrix<Float>, bias: Matrix<Float>?, into c: Matrix<Float>, adds: Bool
    ) {
        check(right)
        precondition(a.columns == right.depth, "\(a.columns) columns times \(right.depth) rows")
        precondition(c.rows == a.rows && c.columns == right.columns, "\(c.shape) for \(a.rows) × \(right.columns)")
        precondition(bias.map { $0.columns == right.columns } ?? true, "a bias of another width")
        table.pointee.product(
            a.rows, right.depth, right.columns, a.base, a.pitch, right.panels.base, bias?.base, c.base, c.pitch,
            adds ? 1 : 0)
    }

    /// c += aᵀ · b in bfloat16; the rounding copy has it alone.
    package func accumulateTransposed(_ a: Matrix<Float>, _ b: Matrix<Float>, into c: Matrix<Float>) {
        precondition(a.rows == b.rows && c.rows == a.columns && c.columns == b.columns, "\(a.shape), \(b.shape)")
        table.pointee.accumulate_transposed(
            a.rows, a.columns, b.columns, a.base, a.pitch, b.base, b.pitch, c.base, c.pitch)
    }

    /// One fused step; `packedHidden` is as `PackedMatrix.init(hiddenWeight:of:)` makes it.
    package func forward(_ cell: CellKind, _ step: CellStep<Float>, packedHidden: PackedMatrix<Float>) {
        let hidden = step.state.columns
        check(packedHidden)
        precondition(
            !cell.equations.keepsMemory || step.previousRows == 0
                || step.memory.pitch == step.previousMemory.pitch, "both memories need one pitch")
        precondition(step.gates.map { $0.pitch == cell.gateCount * hidden } ?? true, "gates must be dense")
        precondition(cell != .gru || step.candidateBias != nil, "the GRU's kernel needs the candidate's hidden bias")
        step.slots.withUnsafeBufferPointer { slots in
            var arguments = valence_cell_step(
                rows: step.rows, previous_rows: step.previousRows, hidden: hidden,
                projection: step.projection.shared.base, projection_rows: step.projection.shared.rows,
                more_projection: step.projection.own?.base, projection_pitch: step.projection.shared.pitch,
                slots: slots.isEmpty ? nil : slots.baseAddress, context: step.context?.base,
                context_pitch: step.context?.pitch ?? 0, packed_hidden: packedHidden.panels.base,
                candidate_bias: step.candidateBias?.base, previous_state: step.previousState.base,
                previous_state_pitch: step.previousState.pitch, previous_memory: step.previousMemory.base,
                memory: step.memory.base, memory_pitch: step.memory.pitch, state: step.state.base,
                state_pitch: step.state.pitch, gates: step.gates?.base)
            switch cell {
            case .lstm: table.pointee.lstm_step(&arguments)
            case .gru: table.pointee.gru_step(&arguments)
            case .rnn: table.pointee.rnn_step(&arguments)
            }
        }
    }

    /// One fused step backward; `packedHidden` is U [gates·H, H], packed as for a product.
    package func backward(_ cell: CellKind, _ step: CellBackwardStep<Float>, packedHidden: PackedMatrix<Float>) {
        check(packedHidden)
        precondition(step.state.pitch == step.previousState.pitch, "both states need one pitch")
        var arguments = valence_cell_back(
            rows: step.rows, previous_rows: step.previousRows, hidden: step.dCarry.columns, gates: step.gates.base,
            memory: step.memory.base, previous_memory: step.previousMemory.base, state: step.state.base,
            previous_state: step.previousState.base, state_pitch: step.state.pitch, d_states: step.dStates.base,
            d_states_pitch: step.dStates.pitch, d_carry: step.dCarry.base, d_memory: step.dMemory.base,
            d_input: step.dInput.base, d_hidden: step.dHidden.base,
            packed_hidden: packedHidden.panels.base)
        switch cell {
        case .lstm: table.pointee.lstm_back(&arguments)
        case .gru: table.pointee.gru_back(&arguments)
        case .rnn: table.pointee.rnn_back(&arguments)
        }
    }

    package func raise(
        _ pooled: Matrix<Float>, _ row: Int, best: inout [Int32], to states: Matrix<Float>, _ position: Int
    ) {
        let width = pooled.columns
        precondition(
            states.columns == width && row < pooled.rows && position < states.rows, "row \(row) of another pool")
        precondition(best.isEmpty || best.count >= (row + 1) * width, "room for \(best.count) positions")
        best.withUnsafeMutableBufferPointer { best in
            table.pointee.maximum(
                width, states.base + position * states.pitch, pooled.base + row * pooled.pitch,
                best.isEmpty ? nil : best.baseAddress.map { $0 + row * width }, Int32(position))
        }
    }

    /// Raises `pooled` [1, N] to x[t] + Σ_k table[slots[t · count + k]] over the places t of x [T, N], slots below 0 left out;
    /// notes at which place it rose last, unless `best` is empty.
    package func raise(
        _ pooled: Matrix<Float>, best: inout [Int32], to x: Matrix<Float>, plus table: Matrix<Float>, slots: [Int32],
        count: Int
    ) {
        precondition(
            x.columns == pooled.columns && table.columns == pooled.columns && x.pitch == x.columns,
            "\(x.shape) and \(table.shape) for a pool of \(pooled.columns)")
        precondition(slots.count == x.rows * count, "\(slots.count) slots for \(x.rows) places")
        precondition(best.isEmpty || best.count == pooled.columns, "room for \(best.count) places")
        assert(slots.allSatisfy { $0 < table.rows })
        best.withUnsafeMutableBufferPointer { best in
            slots.withUnsafeBufferPointer { slots in
                var arguments = valence_peaks(
                    places: x.rows, width: x.columns, x: x.base, table: table.base, pitch: table.pitch,
                    slots: slots.baseAddress, count: count, pooled: pooled.base,
                    best: best.isEmpty ? nil : best.baseAddress)
                self.table.pointee.peaks(&arguments)
            }
        }
    }

    /// Row `row` of `sum` grows by row `source` of `x`.
    package func addRow(_ row: Int, of sum: Matrix<Float>, from x: Matrix<Float>, _ source: Int) {
        table.pointee.add(sum.columns, x.base + source * x.pitch, sum.base + row * sum.pitch)
    }

    /// Row `slots[r]` of `sum` grows by row r of `x`, which is dense.
    package func scatter(_ x: Matrix<Float>, to slots: ArraySlice<Int32>, of sum: Matrix<Float>) {
        precondition(
            x.rows == slots.count && x.columns == sum.columns && x.pitch == x.columns, "\(x.shape), \(sum.shape)")
        assert(slots.allSatisfy { $0 >= 0 && $0 < sum.rows })
        slots.withUnsafeBufferPointer {
            table.pointee.scatter(x.rows, x.columns, x.base, $0.baseAddress, sum.base, sum.pitch)
        }
    }

    /// Row `row` of `x` becomes the softmax of itself and `bias`, one number a column.
    package func applySoftmax(to x: Matrix<Float>, _ row: Int, bias: Matrix<Float>) {
        precondition(bias.columns == x.columns && row < x.rows, "\(bias.columns) biases for \(x.columns) columns")
        table.pointee.softmax(x.columns, bias.base, x.base + row * x.pitch)
    }

    /// One step of Adam for row `row` of a parameter and its moments.
    package func update(
        _ parameter: Matrix<Float>, first: Matrix<Float>, second: Matrix<Float>, _ row: Int, by step: AdamStep,
        gradient: Matrix<Float>, _ gradientRow: Int
    ) {
        precondition(
            parameter.columns == gradient.columns && parameter.pitch == first.pitch && first.pitch == second.pitch,
            "a parameter of \(parameter.columns) columns, a gradient of \(gradient.columns)")
        var numbers = valence_adam(
            scale: step.scale, beta1: step.beta1, beta2: step.beta2, epsilon: step.epsilon, rate: step.rate,
            second_correction: step.secondCorrection, kept: step.kept)
        let at = row * parameter.pitch
        table.pointee.adam(
            parameter.columns, &numbers, gradient.base + gradientRow * gradient.pitch, first.base + at,
            second.base + at, parameter.base + at)
    }

    /// A document's vector learns from n-grams' vectors, row by row of a table, in groups of one that it holds and
    /// `negatives` that it need not; see `DocumentVectors`. The table learns too where `learns`.
    /// - Parameter chances: takes σ of each score as it was met; empty where nobody asks.
    package func learn(
        _ document: Matrix<Float>, _ row: Int, from table: Matrix<Float>, rows: [Int32], negatives: Int, rate: Float,
        sharpness: Float, learns: Bool, chances: inout [Float]
    ) {
        precondition(document.columns == table.columns, "\(document.columns) and \(table.columns) numbers a vector")
        precondition(rows.count % (negatives + 1) == 0, "\(rows.count) rows in groups of \(negatives + 1)")
        precondition(chances.isEmpty || chances.count >= rows.count, "room for \(chances.count) of \(rows.count)")
        assert(rows.allSatisfy { $0 >= 0 && $0 < table.rows })
        chances.withUnsafeMutableBufferPointer { chances in
            rows.withUnsafeBufferPointer { rows in
                var arguments = valence_document_pass(
                    width: table.columns, document: document.base + row * document.pitch, table: table.base,
                    pitch: table.pitch, rows: rows.baseAddress, count: rows.count, negatives: negatives, rate: rate,
                    sharpness: sharpness, learns: learns ? 1 : 0, chances: chances.isEmpty ? nil : chances.baseAddress)
                self.table.pointee.document(&arguments)
            }
        }
    }

    package func applyHyperbolicTangent(to matrix: Matrix<Float>) {
        for row in 0..<matrix.rows {
            let numbers = matrix.base + row * matrix.pitch
            table.pointee.tanh(matrix.columns, numbers, numbers)
        }
    }

    package func applySigmoid(to matrix: Matrix<Float>) {
        for row in 0..<matrix.rows {
            let numbers = matrix.base + row * matrix.pitch
            table.pointee.sigmoid(matrix.columns, numbers, numbers)
        }
    }

    package func exponential(_ x: [Float]) -> [Float] { mapped(x, table.pointee.exponential) }
    package func sigmoid(_ x: [Float]) -> [Float] { mapped(x, table.pointee.sigmoid) }
    package func hyperbolicTangent(_ x: [Float]) -> [Float] { mapped(x, table.pointee.tanh) }

    private func mapped(
        _ x: [Float], _ function: (Int, UnsafePointer<Float>?, UnsafeMutablePointer<Float>?) -> Void
    ) -> [Float] {
        [Float](unsafeUninitializedCapacity: x.count) { y, count in
            function(x.count, x, y.baseAddress)
            count = x.count
        }
    }
}

extension Float: Scalar {
    @inline(__always) package static func exponential(_ x: Float) -> Float { Foundation.exp(x) }
    @inline(__always) package static func hyperbolicTangent(_ x: Float) -> Float { Foundation.tanh(x) }
    @inline(__always) package static func logarithm(_ x: Float) -> Float { Foundation.log(x) }

    package static func multiply(
        _ a: Matrix<Float>, _ right: PackedMatrix<Float>, bias: Matrix<Float>?, into c: Matrix<Float>, adds: Bool
    ) {
        Kernels.of(right.precision).multiply(a, right, bias: bias, into: c, adds: adds)
    }

    package static func accumulateTransposed(
        _ a: Matrix<Float>, _ b: Matrix<Float>, into c: Matrix<Float>, precision: Precision
    ) {
        switch precision {
        case .single: BLAS.accumulateTransposed(a, b, into: c)
        case .bfloat16: Kernels.of(precision).accumulateTransposed(a, b, into: c)
        }
    }

    package static func roundedPair(_ low: Float, _ high: Float) -> Float {
        Float(bitPattern: high.roundedBits << 16 | low.roundedBits)
    }

    /// The upper half of the nearest number that bfloat16 has; of two as near, the even one. A NaN stays one.
    private var roundedBits: UInt32 {
        isNaN ? bitPattern >> 16 | 0x40 : (bitPattern + 0x7FFF + bitPattern >> 16 & 1) >> 16
    }

    package static var hasCellKernels: Bool { true }

    package static func forward(_ cell: CellKind, _ step: CellStep<Float>, packedHidden: PackedMatrix<Float>) {
        Kernels.of(packedHidden.precision).forward(cell, step, packedHidden: packedHidden)
    }

    package static func backward(
        _ cell: CellKind, _ step: CellBackwardStep<Float>, packedHidden: PackedMatrix<Float>
    ) {
        Kernels.of(packedHidden.precision).backward(cell, step, packedHidden: packedHidden)
    }

    package static var panelWidth: Int { Kernels.best.panelWidth }

    @inline(__always)
    package static func addRow(_ row: Int, of sum: Matrix<Float>, from x: Matrix<Float>, _ source: Int) {
        Kernels.best.addRow(row, of: sum, from: x, source)
    }

    package static func scatter(_ x: Matrix<Float>, to slots: ArraySlice<Int32>, of sum: Matrix<Float>) {
        Kernels.best.scatter(x, to: slots, of: sum)
    }

    package static func applyHyperbolicTangent(to matrix: Matrix<Float>) {
        Kernels.best.applyHyperbolicTangent(to: matrix)
    }

    package static func raise(
        _ pooled: Matrix<Float>, _ row: Int, best: inout [Int32], to states: Matrix<Float>, _ position: Int
    ) {
        Kernels.best.raise(pooled, row, best: &best, to: states, position)
    }
}
