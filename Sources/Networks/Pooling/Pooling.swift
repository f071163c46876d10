/// The ways from a review's states to one vector, by the words of the command line.
package enum PoolingKind: String, Codable, Sendable, CaseIterable {
    case last, max, mean, attention

    /// What the pooling learns: names, shapes and roles, for states of width `width`.
    package func parameters(width: Int) -> [(name: String, shape: [Int], role: ParameterLayout.Role)] {
        self == .attention ? AttentionPooling<Float>.parameters(width: width) : []
    }
}

/// Maps the states of each review to one vector. It walks real steps only and knows neither cell nor direction.
package protocol Pooling<S>: Sendable {
    associatedtype S: Scalar
    associatedtype Trace: Sendable

    /// Writes `pooled` [rows, width] and returns what the way back needs.
    func forward(_ output: EncoderOutput<S>, _ batch: PackedBatch, into pooled: Matrix<S>) -> Trace

    /// Adds to `dStates` [positions, width], `dFinalState` [rows, width] and the pooling's own slices of `gradient`.
    func backward(
        _ trace: Trace, _ output: EncoderOutput<S>, _ batch: PackedBatch, dPooled: Matrix<S>, dStates: Matrix<S>,
        dFinalState: Matrix<S>, gradient: ParameterStore<S>)
}

/// A pooling that needs a state only once, in whatever order a review's come: what an encoder streams, it takes.
package protocol RunningPooling<S>: Pooling {
    func begin(_ pooled: Matrix<S>)

    /// Takes the states of one step, [n, width], into the first n rows of `pooled`.
    func take(_ states: Matrix<S>, into pooled: Matrix<S>)

    func end(_ pooled: Matrix<S>, _ batch: PackedBatch)
}

/// The way back of one pooling that has run: what it adds to is as in `Pooling.backward`.
typealias PoolingBackward<S: Scalar> =
    @Sendable (
        _ dPooled: Matrix<S>, _ dStates: Matrix<S>, _ dFinalState: Matrix<S>, _ gradient: ParameterStore<S>
    ) -> Void

extension Pooling {
    /// Forward now, backward later: the trace stays inside.
    @inline(__always)
    fileprivate func run(
        _ output: EncoderOutput<S>, _ batch: PackedBatch, into pooled: Matrix<S>
    ) -> PoolingBackward<S> {
        let trace = forward(output, batch, into: pooled)
        return { dPooled, dStates, dFinal, gradient in
            backward(
                trace, output, batch, dPooled: dPooled, dStates: dStates, dFinalState: dFinal, gradient: gradient)
        }
    }
}

/// One of the poolings, by a switch: behind a protocol's existential their loops would not be specialised.
enum AnyPooling<S: Scalar>: Sendable {
    case last(LastPooling<S>)
    case max(MaxPooling<S>)
    case mean(MeanPooling<S>)
    case attention(AttentionPooling<S>)

    init(_ kind: PoolingKind, _ parameters: ParameterStore<S>, training: Bool) {
        switch kind {
        case .last: self = .last(LastPooling())
        case .max: self = .max(MaxPooling())
        case .mean: self = .mean(MeanPooling())
        case .attention: self = .attention(AttentionPooling(parameters, training: training))
        }
    }

    func run(_ output: EncoderOutput<S>, _ batch: PackedBatch, into pooled: Matrix<S>) -> PoolingBackward<S> {
        switch self {
        case .last(let pooling): pooling.run(output, batch, into: pooled)
        case .max(let pooling): pooling.run(output, batch, into: pooled)
        case .mean(let pooling): pooling.run(output, batch, into: pooled)
        case .attention(let pooling): pooling.run(output, batch, into: pooled)
        }
    }

    /// Whether it is a `RunningPooling`, as the next three expect.
    var isRunning: Bool {
        switch self {
        case .max, .mean: true
        case .last, .attention: false
        }
    }

    func begin(_ pooled: Matrix<S>) {
        switch self {
        case .max(let pooling): pooling.begin(pooled)
        case .mean(let pooling): pooling.begin(pooled)
        case .last, .attention: needsAllStates()
        }
    }

    func take(_ states: Matrix<S>, into pooled: Matrix<S>) {
        switch self {
        case .max(let pooling): pooling.take(states, into: pooled)
        case .mean(let pooling): pooling.take(states, into: pooled)
        case .last, .attention: needsAllStates()
        }
    }

    func end(_ pooled: Matrix<S>, _ batch: PackedBatch) {
        switch self {
        case .max(let pooling): pooling.end(pooled, batch)
        case .mean(let pooling): pooling.end(pooled, batch)
        case .last, .attention: needsAllStates()
        }
    }

    private func needsAllStates() -> Never { preconditionFailure("a pooling that needs all states at once") }
}
