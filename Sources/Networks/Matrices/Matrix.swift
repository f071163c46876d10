/// Memory that matrices look into: aligned to a cache line and given back with its last window.
final class Storage<S: BitwiseCopyable>: @unchecked Sendable {
    let base: UnsafeMutablePointer<S>
    private let block: Workspace.Block

    init(count: Int) {
        block = Workspace.shared.take(byteCount: max(count, 1) * MemoryLayout<S>.stride)
        base = block.bytes.bindMemory(to: S.self, capacity: max(count, 1))
    }

    deinit { Workspace.shared.give(block) }
}

/// A window onto a row-major table of numbers. Copies of it look at the same numbers.
///
/// Sendable by agreement: those who work on one table side by side write to rows or columns of their own.
package struct Matrix<S: Scalar>: @unchecked Sendable {
    let storage: Storage<S>
    let base: UnsafeMutablePointer<S>
    package let rows: Int
    package let columns: Int
    /// Numbers from one row to the next.
    package let pitch: Int

    /// A table of its own; its numbers are 0 unless `cleared` is false.
    package init(_ rows: Int, _ columns: Int, cleared: Bool = true) {
        precondition(rows >= 0 && columns >= 0, "a matrix of \(rows) × \(columns)")
        self.storage = Storage(count: rows * columns)
        self.base = storage.base
        self.rows = rows
        self.columns = columns
        self.pitch = columns
        if cleared { clear() }
    }

    package init(_ values: [[S]]) {
        self.init(values.count, values.first?.count ?? 0)
        for (row, line) in values.enumerated() {
            precondition(line.count == columns, "row \(row) has \(line.count) numbers, the first has \(columns)")
            for (column, value) in line.enumerated() { self[row, column] = value }
        }
    }

    private init(_ storage: Storage<S>, _ base: UnsafeMutablePointer<S>, _ rows: Int, _ columns: Int, _ pitch: Int) {
        self.storage = storage
        self.base = base
        self.rows = rows
        self.columns = columns
        self.pitch = pitch
    }

    package subscript(row: Int, column: Int) -> S {
        @inline(__always) get {
            assert(row >= 0 && row < rows && column >= 0 && column < columns, "[\(row), \(column)] of \(shape)")
            return base[row &* pitch &+ column]
        }
        @inline(__always) nonmutating set {
            assert(row >= 0 && row < rows && column >= 0 && column < columns, "[\(row), \(column)] of \(shape)")
            base[row &* pitch &+ column] = newValue
        }
    }

    package func rows(_ range: Range<Int>) -> Matrix {
        precondition(range.lowerBound >= 0 && range.upperBound <= rows, "rows \(range) of \(rows)")
        return Matrix(storage, base + range.lowerBound * pitch, range.count, columns, pitch)
    }

    package func columns(_ range: Range<Int>) -> Matrix {
        precondition(range.lowerBound >= 0 && range.upperBound <= columns, "columns \(range) of \(columns)")
        return Matrix(storage, base + range.lowerBound, rows, range.count, pitch)
    }

    /// The same numbers, whose rows follow each other without gaps, cut into other rows.
    package func window(offset: Int, _ rows: Int, _ columns: Int) -> Matrix {
        precondition(pitch == self.columns, "a window of another shape needs rows without gaps")
        precondition(
            offset >= 0 && offset + rows * columns <= self.rows * self.columns,
            "\(rows) × \(columns) numbers from \(offset) on, of \(self.rows * self.columns)")
        return Matrix(storage, base + offset, rows, columns, columns)
    }

    /// Lets the bytes of all numbers be read where rows follow each other without gaps.
    package func withBytes(_ read: (UnsafeRawBufferPointer) throws -> Void) rethrows {
        try withMutableBytes { try read(UnsafeRawBufferPointer($0)) }
    }

    /// Lets the bytes of all numbers be written where rows follow each other without gaps.
    package func withMutableBytes(_ write: (UnsafeMutableRawBufferPointer) throws -> Void) rethrows {
        precondition(pitch == columns, "rows of \(columns) numbers, \(pitch) apart")
        try write(UnsafeMutableRawBufferPointer(start: base, count: rows * columns * MemoryLayout<S>.stride))
    }

    package func fill(_ value: S) {
        for row in 0..<rows { (base + row * pitch).update(repeating: value, count: columns) }
    }

    /// Fills it with 0, by bytes, which is as fast from other modules, where `S` is not known when it is compiled.
    package func clear() {
        let byteCount = columns * MemoryLayout<S>.stride
        for row in 0..<rows {
            UnsafeMutableRawPointer(base + row * pitch).initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
        }
    }

    package func copy(from other: Matrix) {
        precondition(rows == other.rows && columns == other.columns, "shapes differ: \(shape) and \(other.shape)")
        for row in 0..<rows { (base + row * pitch).update(from: other.base + row * other.pitch, count: columns) }
    }

    /// Row `row` becomes row `source` of `other`.
    @inline(__always)
    package func copyRow(_ row: Int, from other: Matrix, _ source: Int) {
        assert(columns == other.columns && row < rows && source < other.rows)
        (base + row * pitch).update(from: other.base + source * other.pitch, count: columns)
    }

    /// Row `row` grows by row `source` of `other`.
    @inline(__always)
    package func addRow(_ row: Int, from other: Matrix, _ source: Int) {
        assert(columns == other.columns && row < rows && source < other.rows)
        S.addRow(row, of: self, from: other, source)
    }

    package func add(_ other: Matrix) {
        precondition(rows == other.rows && columns == other.columns, "shapes differ: \(shape) and \(other.shape)")
        for row in 0..<rows { addRow(row, from: other, row) }
    }

    package func scale(by factor: S) {
        for row in 0..<rows {
            let to = base + row * pitch
            for column in 0..<columns { to[column] *= factor }
        }
    }

    package func multiply(by other: Matrix) {
        precondition(rows == other.rows && columns == other.columns, "shapes differ: \(shape) and \(other.shape)")
        for row in 0..<rows {
            let to = base + row * pitch
            let from = other.base + row * other.pitch
            for column in 0..<columns { to[column] *= from[column] }
        }
    }

    package func sumOfSquares() -> Double {
        var sums = SIMD8<Double>()
        for row in 0..<rows {
            let from = base + row * pitch
            var column = 0
            while column + sums.scalarCount <= columns {
                for lane in sums.indices { sums[lane] += Double(from[column + lane]) * Double(from[column + lane]) }
                column += sums.scalarCount
            }
            for column in column..<columns { sums[0] += Double(from[column]) * Double(from[column]) }
        }
        return sums.sum()
    }

    /// Takes over numbers given row by row.
    package func assign(_ values: [S]) {
        precondition(values.count == rows * columns, "\(values.count) numbers for \(rows) × \(columns)")
        values.withUnsafeBufferPointer { values in
            guard let source = values.baseAddress else { return }
            for row in 0..<rows { (base + row * pitch).update(from: source + row * columns, count: columns) }
        }
    }

    /// All numbers, row by row.
    package var values: [S] {
        var values: [S] = []
        values.reserveCapacity(rows * columns)
        for row in 0..<rows { values += UnsafeBufferPointer(start: base + row * pitch, count: columns) }
        return values
    }

    package var shape: [Int] { [rows, columns] }
}

/// For `Float` alone, so that it is as fast from other modules.
extension Matrix where S == Float {
    /// Each number goes this share of the way to the other's.
    package func approach(_ other: Matrix, by share: S, threads: Int) {
        precondition(rows == other.rows && columns == other.columns, "shapes differ: \(shape) and \(other.shape)")
        let ranges = columnRanges
        parallel(ranges.count, threads: threads) { item in
            for row in 0..<rows {
                let to = base + row * pitch
                let from = other.base + row * other.pitch
                for column in ranges[item] { to[column] += share * (from[column] - to[column]) }
            }
        }
    }
}

/// Pieces for threads to share: about as many numbers each as the nearest caches hold, whatever the number of threads.
extension Matrix {
    private static var pieceSize: Int { 16_384 }

    var columnRanges: [Range<Int>] {
        stride(from: 0, to: columns, by: Self.pieceSize).map { $0..<min($0 + Self.pieceSize, columns) }
    }

    var rowRanges: [Range<Int>] {
        let count = max(1, Self.pieceSize / max(columns, 1))
        return stride(from: 0, to: rows, by: count).map { $0..<min($0 + count, rows) }
    }
}
