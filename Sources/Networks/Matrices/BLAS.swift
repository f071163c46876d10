internal import COpenBLAS

/// The platform's matrix library, for the large products of training, whose shapes are the same for any number of threads.
enum BLAS {
    /// Our threads are the only ones: the library's own would make sums depend on their number.
    private static let isReady: Bool = {
        openblas_set_num_threads(1)
        return true
    }()

    /// c += aᵀ · b.
    static func accumulateTransposed(_ a: Matrix<Float>, _ b: Matrix<Float>, into c: Matrix<Float>) {
        guard isReady, a.rows > 0, a.columns > 0, b.columns > 0 else { return }
        cblas_sgemm(
            CblasRowMajor, CblasTrans, CblasNoTrans, blasint(a.columns), blasint(b.columns), blasint(a.rows), 1,
            a.base, blasint(a.pitch), b.base, blasint(b.pitch), 1, c.base, blasint(c.pitch))
    }

    /// c = a · b.
    static func multiply(_ a: Matrix<Float>, _ b: Matrix<Float>, into c: Matrix<Float>) {
        precondition(a.columns == b.rows && c.rows == a.rows && c.columns == b.columns, "\(a.shape) times \(b.shape)")
        guard isReady, a.rows > 0, a.columns > 0, b.columns > 0 else { return c.clear() }
        cblas_sgemm(
            CblasRowMajor, CblasNoTrans, CblasNoTrans, blasint(a.rows), blasint(b.columns), blasint(a.columns), 1,
            a.base, blasint(a.pitch), b.base, blasint(b.pitch), 0, c.base, blasint(c.pitch))
    }

    /// c = a · bᵀ.
    static func multiply(_ a: Matrix<Float>, transposing b: Matrix<Float>, into c: Matrix<Float>) {
        precondition(a.columns == b.columns && c.rows == a.rows && c.columns == b.rows, "\(a.shape), \(b.shape)")
        guard isReady, a.rows > 0, a.columns > 0, b.rows > 0 else { return c.clear() }
        cblas_sgemm(
            CblasRowMajor, CblasNoTrans, CblasTrans, blasint(a.rows), blasint(b.rows), blasint(a.columns), 1,
            a.base, blasint(a.pitch), b.base, blasint(b.pitch), 0, c.base, blasint(c.pitch))
    }
}
