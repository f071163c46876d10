/// Parameters, gradients or moments: one flat buffer with named, shaped slices, shared by all who hold the store.
package final class ParameterStore<S: Scalar>: Sendable {
    package let layout: ParameterLayout
    /// The first number kept: 0, or where the dense part begins in a store without the embedding table.
    let origin: Int
    /// [1, count]
    package let flat: Matrix<S>

    /// All numbers are 0 unless `cleared` is false.
    package init(_ layout: ParameterLayout, denseOnly: Bool = false, cleared: Bool = true) {
        self.layout = layout
        origin = denseOnly ? layout.denseOffset : 0
        flat = Matrix(1, layout.count - origin, cleared: cleared)
    }

    /// A slice as a matrix; one of a single dimension is one row.
    package func matrix(_ name: String) -> Matrix<S> { matrix(layout[name]) }

    package func matrix(_ slice: ParameterLayout.Slice) -> Matrix<S> {
        let columns = slice.shape.last ?? 1
        return flat.window(offset: slice.offset - origin, columns == 0 ? 0 : slice.count / columns, columns)
    }

    /// Everything behind the embedding table, [1, count].
    package var dense: Matrix<S> {
        flat.window(offset: layout.denseOffset - origin, 1, layout.count - layout.denseOffset)
    }
}

extension ParameterStore where S == Float {
    package subscript(name: String) -> [Float] {
        get { matrix(name).values }
        set {
            let slice = layout[name]
            precondition(newValue.count == slice.count, "\(newValue.count) numbers for '\(name)' \(slice.shape)")
            matrix(slice).assign(newValue)
        }
    }

    package func copy() -> ParameterStore {
        let copy = ParameterStore(layout, denseOnly: origin > 0, cleared: false)
        copy.flat.copy(from: flat)
        return copy
    }

    package func assign(from other: ParameterStore) {
        precondition(layout == other.layout, "stores of different networks")
        flat.copy(from: other.flat)
    }
}
