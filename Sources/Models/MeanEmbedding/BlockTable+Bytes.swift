import ValenceNetworks

/// Rows of numbers in blocks of eight, the last block of a row filled with zeros. Copies of it look at the same numbers.
///
/// Rows begin where a cache line does, so that one of sixteen floats costs one line and not two.
struct BlockTable<S: Scalar & SIMDScalar>: @unchecked Sendable where S.SIMD8Storage: Sendable {
    typealias Block = SIMD8<S>

    /// Numbers of a row that are not filling.
    let width: Int
    /// Blocks of a row.
    let blocks: Int
    /// [rows, 8 · blocks]
    private let numbers: Matrix<S>
    private let base: UnsafeMutablePointer<Block>

    var rows: Int { numbers.rows }

    /// - Parameter values: row-major, [rows, width].
    init(_ values: [S], width: Int) {
        self.init(rows: values.count / width, width: width)
        values.withUnsafeBufferPointer { values in
            for row in 0..<rows {
                let numbers = UnsafeMutableRawPointer(base + row * blocks).assumingMemoryBound(to: S.self)
                for column in 0..<width { numbers[column] = values[row * width + column] }
            }
        }
    }

    private init(rows: Int, width: Int) {
        self.width = width
        blocks = (width + 7) / 8
        numbers = Matrix(rows, 8 * blocks)
        var base: UnsafeMutablePointer<Block>?
        numbers.withMutableBytes { base = $0.baseAddress?.assumingMemoryBound(to: Block.self) }
        guard let base else { preconditionFailure("no memory for \(rows) rows") }
        self.base = base
    }

    /// Block `index` of all, those of a row behind each other.
    subscript(index: Int) -> Block {
        @inline(__always) get { base[index] }
        @inline(__always) nonmutating set { base[index] = newValue }
    }

    func copy() -> BlockTable {
        let copy = BlockTable(rows: rows, width: width)
        copy.numbers.copy(from: numbers)
        return copy
    }

    /// Row-major, [rows, width].
    var values: [S] {
        var values: [S] = []
        values.reserveCapacity(rows * width)
        for row in 0..<rows {
            let numbers = UnsafeMutableRawPointer(base + row * blocks).assumingMemoryBound(to: S.self)
            values.append(contentsOf: UnsafeBufferPointer(start: numbers, count: width))
        }
        return values
    }
}
