/// The right operand of a product, k rows deep, in panels of W columns: [panel][k][W], short panels filled with 0.
///
/// So a kernel reads weights in the order it uses them, and one panel stays near while all rows pass. W is four
/// registers of the processor that the kernels are chosen for.
package struct PackedMatrix<S: Scalar>: Sendable {
    /// k, the length of each sum.
    package let depth: Int
    package let columns: Int
    /// W
    package let panelWidth: Int
    let panels: Matrix<S>

    /// Packs `weight` [n, k], as PyTorch keeps it, for x · weightᵀ.
    package init(transposing weight: Matrix<S>, panelWidth: Int = S.panelWidth) {
        self.init(depth: weight.columns, columns: weight.rows, panelWidth) { k, column in weight[column, k] }
    }

    /// Packs `weight` [k, n] for x · weight.
    package init(_ weight: Matrix<S>, panelWidth: Int = S.panelWidth) {
        self.init(depth: weight.rows, columns: weight.columns, panelWidth) { k, column in weight[k, column] }
    }

    /// Packs a recurrent weight [gates·H, H] for a fused step: each panel holds W / 4 units'
    /// gates, [panel][k][4 gates][W / 4 units], a gate that the cell lacks filled with 0; a cell of one gate is packed as for a
    /// product.
    package init(hiddenWeight weight: Matrix<S>, of cell: CellKind, panelWidth: Int = S.panelWidth) {
        let (hidden, gates) = (weight.columns, cell.gateCount)
        precondition(weight.rows == gates * hidden, "\(gates) gates of \(hidden) units, not \(weight.rows) rows")
        guard gates > 1 else {
            self.init(transposing: weight, panelWidth: panelWidth)
            return
        }
        let lanes = panelWidth / 4
        self.init(depth: hidden, columns: (hidden + lanes - 1) / lanes * panelWidth, panelWidth) { k, column in
            let unit = column / panelWidth * lanes + column % lanes
            let gate = column % panelWidth / lanes
            return unit < hidden && gate < gates ? weight[gate * hidden + unit, k] : 0
        }
    }

    @inline(__always)
    private init(depth: Int, columns: Int, _ width: Int, _ element: (_ k: Int, _ column: Int) -> S) {
        let count = (columns + width - 1) / width
        self.depth = depth
        self.columns = columns
        panelWidth = width
        panels = Matrix(count * depth, width)
        for panel in 0..<count {
            for column in panel * width..<min((panel + 1) * width, columns) {
                for k in 0..<depth { panels[panel * depth + k, column - panel * width] = element(k, column) }
            }
        }
    }

    package subscript(k: Int, column: Int) -> S {
        @inline(__always) get { panels[column / panelWidth * depth + k, column % panelWidth] }
    }
}
