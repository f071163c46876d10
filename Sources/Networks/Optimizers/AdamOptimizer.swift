import Foundation

/// Adam with decoupled weight decay (Kingma & Ba 2015, arXiv:1412.6980; Loshchilov & Hutter 2019, arXiv:1711.05101),
/// lazy on the embedding table: only rows of tokens that occurred move, as in PyTorch's `SparseAdam`.
///
///     m ← β1 m + (1 − β1) g        v ← β2 v + (1 − β2) g²
///     p ← p − η λ p − η (m / (1 − β1ᵗ)) / (√(v / (1 − β2ᵗ)) + ε)
///
/// The gradient g is first scaled down to `clipNorm` if it is longer, embedding rows included (Pascanu, Mikolov & Bengio
/// 2013, arXiv:1211.5063). Decay λ falls on weight matrices only, not on embeddings, biases or other vectors.
package struct AdamOptimizer: Sendable {
    package struct Settings: Codable, Sendable, Equatable {
        package var beta1 = 0.9
        package var beta2 = 0.999
        package var epsilon = 1e-8
        package var weightDecay = 0.0
        /// Nil for no clipping.
        package var clipNorm: Double? = 1.0

        package init() {}
    }

    package enum Outcome: Sendable, Equatable {
        /// The step was taken; the gradient had this length before clipping.
        case stepped(gradientNorm: Double)
        /// The gradient's length is not a finite number: nothing was changed.
        case notFinite
    }

    package let settings: Settings
    /// Steps taken.
    package var stepCount = 0
    package let firstMoment: ParameterStore<Float>
    package let secondMoment: ParameterStore<Float>

    package init(_ layout: ParameterLayout, settings: Settings = Settings()) {
        self.settings = settings
        firstMoment = ParameterStore(layout)
        secondMoment = ParameterStore(layout)
    }

    private init(settings: Settings, stepCount: Int, _ first: ParameterStore<Float>, _ second: ParameterStore<Float>) {
        self.settings = settings
        self.stepCount = stepCount
        firstMoment = first
        secondMoment = second
    }

    /// An optimizer in the same state, with moments of its own.
    package func copy() -> AdamOptimizer {
        AdamOptimizer(settings: settings, stepCount: stepCount, firstMoment.copy(), secondMoment.copy())
    }

    /// Takes over the state of another optimizer of the same network.
    package mutating func assign(from other: AdamOptimizer) {
        stepCount = other.stepCount
        firstMoment.assign(from: other.firstMoment)
        secondMoment.assign(from: other.secondMoment)
    }

    package mutating func step(
        _ network: RecurrentNetwork, _ gradient: Gradient<Float>, learningRate: Double, threads: Int = 1
    ) -> Outcome {
        let outcome = step(network.parameters, gradient, learningRate: learningRate, threads: threads)
        network.parametersChanged()
        return outcome
    }

    package mutating func step(
        _ parameters: ParameterStore<Float>, _ gradient: Gradient<Float>, learningRate: Double, threads: Int = 1
    ) -> Outcome {
        precondition(parameters.layout == firstMoment.layout, "an optimizer of another network")
        let norm = gradient.norm(threads: threads)
        guard norm.isFinite else { return .notFinite }
        stepCount += 1
        var plain = AdamStep(settings, stepCount: stepCount, learningRate: learningRate)
        plain.scale = Float(settings.clipNorm.map { norm > $0 ? $0 / norm : 1 } ?? 1)
        var decaying = plain
        decaying.kept = Float(1 - learningRate * settings.weightDecay)
        let (step, decayingStep) = (plain, decaying)
        let work = pieces(of: parameters, gradient)
        parallel(work.count, threads: threads) { item in
            let piece = work[item]
            for row in 0..<piece.gradient.rows {
                Kernels.best.update(
                    piece.parameter, first: piece.first, second: piece.second,
                    piece.tokens.map { Int($0[$0.startIndex + row]) } ?? row, by: piece.decays ? decayingStep : step,
                    gradient: piece.gradient, row)
            }
        }
        return .stepped(gradientNorm: norm)
    }

    /// Numbers of one kind, with their gradient and moments, as one thread updates them.
    private struct Piece: Sendable {
        let parameter, gradient, first, second: Matrix<Float>
        let decays: Bool
        /// Where given, the rows of all but `gradient` that its rows belong to.
        let tokens: ArraySlice<Int32>?
    }

    private func pieces(of parameters: ParameterStore<Float>, _ gradient: Gradient<Float>) -> [Piece] {
        parameters.layout.slices.flatMap { slice -> [Piece] in
            let (parameter, first, second) = (
                parameters.matrix(slice), firstMoment.matrix(slice), secondMoment.matrix(slice)
            )
            if slice.role == .embedding {
                return gradient.rows.rowRanges.map { rows in
                    Piece(
                        parameter: parameter, gradient: gradient.rows.rows(rows), first: first, second: second,
                        decays: false, tokens: gradient.tokens[rows])
                }
            }
            return parameter.rowRanges.map { rows in
                Piece(
                    parameter: parameter.rows(rows), gradient: gradient.dense.matrix(slice).rows(rows),
                    first: first.rows(rows), second: second.rows(rows), decays: slice.role == .weight, tokens: nil)
            }
        }
    }
}

/// The numbers of one step, the same for all parameters.
package struct AdamStep: Sendable {
    /// What gradients are multiplied by first.
    package var scale: Float = 1
    package var beta1, beta2, epsilon: Float
    /// η / (1 − β1ᵗ)
    package var rate: Float
    /// 1 / (1 − β2ᵗ)
    package var secondCorrection: Float
    /// 1 − η λ, or 1 where no decay falls.
    package var kept: Float = 1

    package init(_ settings: AdamOptimizer.Settings, stepCount: Int, learningRate: Double) {
        beta1 = Float(settings.beta1)
        beta2 = Float(settings.beta2)
        epsilon = Float(settings.epsilon)
        rate = Float(learningRate / (1 - pow(settings.beta1, Double(stepCount))))
        secondCorrection = Float(1 / (1 - pow(settings.beta2, Double(stepCount))))
    }
}
