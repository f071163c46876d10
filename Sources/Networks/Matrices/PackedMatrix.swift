/// The right operand of a product, k rows deep, in panels of W columns: [panel][k][W], short panels filled with 0.
///
/// So a kernel reads weights in the order it uses them, and one panel stays near while all rows pass. W is four
/// registers of the processor that the kernels are chosen for. In bfloat16 two k share a number's place.
package struct PackedMatrix<S: Scalar>: Sendable {
    /// k, the length of each sum.
    package let depth: Int
    package let columns: Int
    /// W
    package let panelWidth: Int
    package let precision: Precision
    let panels: Matrix<S>

    /// Packs `weight` [n, k], as PyTorch keeps it, for x · weightᵀ.
    package init(
        transposing weight: Matrix<S>, panelWidth: Int = S.panelWidth, precision: Precision = .single
    ) {
        self.init(depth: weight.columns, columns: weight.rows, panelWidth, precision) { k, column in weight[column, k] }
    }

    /// Packs `weight` [k, n] for x · weight.
    package init(_ weight: Matrix<S>, panelWidth: Int = S.panelWidth, precision: Precision = .single) {
        self.init(depth: weight.rows, columns: weight.columns, panelWidth, precision) { k, column in weight[k, column] }
    }

    /// Packs a recurrent weight [gates·H, H] for a fused step: each panel holds W / 4 units'
    /// gates, [panel][k][4 gates][W / 4 units], a gate that the cell lacks filled with 0; a cell of one gate is packed as for a
    /// product.
    package init(
        hiddenWeight weight: Matrix<S>, of cell: CellKind, panelWidth: Int = S.panelWidth,
        precision: Precision = .single
    ) {
        let (hidden, gates) = (weight.columns, cell.gateCount)
        precondition(weight.rows == gates * hidden, "\(gates) gates of \(hidden) units, not \(weight.rows) rows")
        guard gates > 1 else {
            self.init(transposing: weight, panelWidth: panelWidth, precision: precision)
            return
        }
        let lanes = panelWidth / 4
        self.init(depth: hidden, columns: (hidden + lanes - 1) / lanes * panelWidth, panelWidth, precision) {
            k, column in
            let unit = column / panelWidth * lanes + column % lanes
            let gate = column % panelWidth / lanes
            return unit < hidden && gate < gates ? weight[gate * hidden + unit, k] : 0
        }
    }

    @inline(__always)
    private init(
        depth: Int, columns: Int, _ width: Int, _ precision: Precision, _ element: (_ k: Int, _ column: Int) -> S
    ) {
        let count = (columns + width - 1) / width
        let places = precision == .single ? depth : (depth + 1) / 2
        self.depth = depth
        self.columns = columns
        self.precision = precision
        panelWidth = width
        panels = Matrix(count * places, width)
        for panel in 0..<count {
            for column in panel * width..<min((panel + 1) * width, columns) {
                for place in 0..<places {
                    panels[panel * places + place, column - panel * width] =
                        switch precision {
                        case .single: element(place, column)
                        case .bfloat16:
                            S.roundedPair(
                                element(2 * place, column), 2 * place + 1 < depth ? element(2 * place + 1, column) : 0)
                        }
                }
            }
        }
    }

    /// Of a matrix in single precision.
    package subscript(k: Int, column: Int) -> S {
        @inline(__always) get { panels[column / panelWidth * depth + k, column % panelWidth] }
    }
}
