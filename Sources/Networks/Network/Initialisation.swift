/// A new network's parameters.
///
/// - embedding: normal with standard deviation 0.1;
/// - input and dense weights: uniform within ±√(6 / (inputs + outputs)), a gate counted by itself (Glorot & Bengio 2010,
///   proceedings.mlr.press/v9/glorot10a);
/// - recurrent weights: orthogonal, each gate's H × H block (Saxe, McClelland & Ganguli 2014, arXiv:1312.6120), so that
///   states neither die nor explode at the start;
/// - thresholds of an ordinal output so that all classes are equally probable at a score of 0;
/// - biases 0, but the LSTM's forget gate 1, so that it remembers at first (Gers et al. 2000; Jozefowicz, Zaremba &
///   Sutskever 2015, proceedings.mlr.press/v37/jozefowicz15).
struct Initialisation {
    private let configuration: NetworkConfiguration
    private let seed: UInt64

    init(_ configuration: NetworkConfiguration, seed: UInt64) {
        self.configuration = configuration
        self.seed = seed
    }

    func fill<S: Scalar>(_ parameters: ParameterStore<S>) {
        for (number, slice) in parameters.layout.slices.enumerated() {
            var stream = RandomStream(seed: seed, .initialisation, shard: number)
            let matrix = parameters.matrix(slice)
            if slice.role == .embedding {
                each(matrix) { _ in S(0.1 * stream.normal()) }
            } else if slice.name.hasPrefix("encoder.weight_hh") {
                orthogonal(matrix, &stream)
            } else if slice.role == .weight || slice.name == "attention.context" {
                let gates = slice.name.hasPrefix("encoder.") ? configuration.cell.gateCount : 1
                let bound = (6 / Double(matrix.columns + matrix.rows / gates)).squareRoot()
                each(matrix) { _ in S((2 * stream.uniform() - 1) * bound) }
            } else if slice.name.hasPrefix("encoder.bias_hh"), configuration.cell == .lstm {
                let forget = LSTMCell.gateNames.firstIndex(of: "f")
                each(matrix) { column in column / configuration.hiddenSize == forget ? 1 : 0 }
            } else if slice.name == "output.thresholds" {
                matrix.assign(CumulativeLogits.start(classCount: configuration.classCount))
            }
        }
    }

    private func each<S: Scalar>(_ matrix: Matrix<S>, _ value: (_ column: Int) -> S) {
        for row in 0..<matrix.rows {
            for column in 0..<matrix.columns { matrix[row, column] = value(column) }
        }
    }

    /// Each H × H block becomes an orthogonal matrix: normal numbers, by Gram and Schmidt.
    private func orthogonal<S: Scalar>(_ matrix: Matrix<S>, _ stream: inout RandomStream) {
        let H = matrix.columns
        for gate in 0..<matrix.rows / H {
            var basis: [[SIMD8<Double>]] = []
            while basis.count < H {
                var vector = [SIMD8<Double>](repeating: .zero, count: (H + 7) / 8)
                for k in 0..<H { vector[k / 8][k % 8] = stream.normal() }
                // Twice, since one pass leaves what rounding put there.
                for _ in 0..<2 {
                    for other in basis {
                        let overlap = product(vector, other)
                        for k in vector.indices { vector[k] -= overlap * other[k] }
                    }
                }
                let length = product(vector, vector).squareRoot()
                if length > 1e-6 { basis.append(vector.map { $0 / length }) }
            }
            for row in 0..<H {
                for column in 0..<H { matrix[gate * H + row, column] = S(basis[row][column / 8][column % 8]) }
            }
        }
    }

    private func product(_ a: [SIMD8<Double>], _ b: [SIMD8<Double>]) -> Double {
        var sum = SIMD8<Double>.zero
        for k in a.indices { sum += a[k] * b[k] }
        return sum.sum()
    }
}
