/// The right operand of a product, k rows deep, in panels of 32 columns: [panel][k][32], short panels filled with 0.
///
/// So a kernel reads weights in the order it uses them, and one panel stays in the first-level cache while all rows pass.
package struct PackedMatrix<S: Scalar>: Sendable {
    package static var panelWidth: Int { 32 }

    /// k, the length of each sum.
    package let depth: Int
    package let columns: Int
    let panels: Matrix<S>

    /// Packs `weight` [n, k], as PyTorch keeps it, for x · weightᵀ.
    package init(transposing weight: Matrix<S>) {
        self.init(depth: weight.columns, columns: weight.rows) { k, column in weight[column, k] }
    }

    /// Packs `weight` [k, n] for x · weight.
    package init(_ weight: Matrix<S>) {
        self.init(depth: weight.rows, columns: weight.columns) { k, column in weight[k, column] }
    }

    /// Packs a recurrent weight [gates·H, H] for a fused step: each panel holds eight units' gates,
    /// [panel][k][4 gates][8 units], a gate that the cell lacks filled with 0; a cell of one gate is packed as for a
    /// product.
    package init(hiddenWeight weight: Matrix<S>, of cell: CellKind) {
        let (hidden, gates) = (weight.columns, cell.gateCount)
        precondition(weight.rows == gates * hidden, "\(gates) gates of \(hidden) units, not \(weight.rows) rows")
        guard gates > 1 else {
            self.init(transposing: weight)
            return
        }
        self.init(depth: hidden, columns: (hidden + 7) / 8 * 32) { k, column in
            let unit = column / 32 * 8 + column % 8
            let gate = column % 32 / 8
            return unit < hidden && gate < gates ? weight[gate * hidden + unit, k] : 0
        }
    }

    @inline(__always)
    private init(depth: Int, columns: Int, _ element: (_ k: Int, _ column: Int) -> S) {
        let width = Self.panelWidth
        let count = (columns + width - 1) / width
        self.depth = depth
        self.columns = columns
        panels = Matrix(count * depth, width)
        for panel in 0..<count {
            for column in panel * width..<min((panel + 1) * width, columns) {
                for k in 0..<depth { panels[panel * depth + k, column - panel * width] = element(k, column) }
            }
        }
    }

    package subscript(k: Int, column: Int) -> S {
        @inline(__always) get { panels[column / Self.panelWidth * depth + k, column % Self.panelWidth] }
    }
}
