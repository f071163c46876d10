internal import CKernels
import Foundation

/// A copy of the C kernels: the best for this processor, or the plain one that runs anywhere.
package struct Kernels: @unchecked Sendable {
    let table: UnsafePointer<valence_kernels>

    /// What networks run on; the environment variable `VALENCE_KERNELS=plain` asks for the plain copy.
    package static let best = Kernels(asked: ProcessInfo.processInfo.environment["VALENCE_KERNELS"])
    package static let plain = Kernels(asked: "plain")

    package init(asked: String?) { table = valence_kernels_choose(asked) }

    package var name: String { String(cString: table.pointee.name) }

    package func multiply(
        _ a: Matrix<Float>, _ right: PackedMatrix<Float>, bias: Matrix<Float>?, into c: Matrix<Float>, adds: Bool
    ) {
        precondition(a.columns == right.depth, "\(a.columns) columns times \(right.depth) rows")
        precondition(c.rows == a.rows && c.columns == right.columns, "\(c.shape) for \(a.rows) × \(right.columns)")
        precondition(bias.map { $0.columns == right.columns } ?? true, "a bias of another width")
        table.pointee.product(
            a.rows, right.depth, right.columns, a.base, a.pitch, right.panels.base, bias?.base, c.base, c.pitch,
            adds ? 1 : 0)
    }

    package func lstmStep(_ step: CellStep<Float>, packedHidden: PackedMatrix<Float>) {
        let hidden = step.state.columns
        precondition(step.memory.pitch == step.previousMemory.pitch, "both cell states need one pitch")
        precondition(step.gates.map { $0.pitch == 4 * hidden } ?? true, "gates must be dense")
        step.slots.withUnsafeBufferPointer { slots in
            var arguments = valence_lstm_step(
                rows: step.rows, previous_rows: step.previousRows, hidden: hidden,
                projection: step.projection.base, projection_pitch: step.projection.pitch,
                slots: slots.isEmpty ? nil : slots.baseAddress, packed_hidden: packedHidden.panels.base,
                previous_state: step.previousState.base, previous_state_pitch: step.previousState.pitch,
                previous_memory: step.previousMemory.base, memory: step.memory.base, memory_pitch: step.memory.pitch,
                state: step.state.base, state_pitch: step.state.pitch, gates: step.gates?.base)
            table.pointee.lstm_step(&arguments)
        }
    }

    package func lstmBackward(_ step: CellBackwardStep<Float>) {
        var arguments = valence_lstm_back(
            rows: step.rows, previous_rows: step.previousRows, hidden: step.dCarry.columns, gates: step.gates.base,
            memory: step.memory.base, previous_memory: step.previousMemory.base, d_states: step.dStates.base,
            d_states_pitch: step.dStates.pitch, d_carry: step.dCarry.base, d_memory: step.dMemory.base,
            d_gates: step.dInput.base)
        table.pointee.lstm_back(&arguments)
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
        Kernels.best.multiply(a, right, bias: bias, into: c, adds: adds)
    }

    package static func accumulateTransposed(_ a: Matrix<Float>, _ b: Matrix<Float>, into c: Matrix<Float>) {
        BLAS.accumulateTransposed(a, b, into: c)
    }

    package static var hasLSTMKernels: Bool { true }

    package static func lstmStep(_ step: CellStep<Float>, packedHidden: PackedMatrix<Float>) {
        Kernels.best.lstmStep(step, packedHidden: packedHidden)
    }

    package static func lstmBackward(_ step: CellBackwardStep<Float>) { Kernels.best.lstmBackward(step) }
}
